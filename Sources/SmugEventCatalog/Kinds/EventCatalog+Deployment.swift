internal import SmugEvents
internal import SmugJSON

extension EventCatalog {
    static let deployment = [
        cloudFormation, cloudFormationProvider, codeCommit, codeDeployHook, codePipelineJob, config,
        secretRotation,
    ]

    private static let cloudFormation = EventKind(
        "cloudformation", CloudFormationRequest<JSONValue>.self,
        "a custom resource to create, update or delete",
        when: { $0.has("RequestType", "ResponseURL") },
        sample: #"""
            {
              "RequestType": "Update",
              "RequestId": "0f2b6a5e-4c1b-4f0e-9a55-2f6d7f2e3c10",
              "ResponseURL": "https://cloudformation-custom-resource-response-euwest1.s3-eu-west-1.amazonaws.com/a?X-Amz-Signature=b",
              "ResourceType": "Custom::Orders",
              "LogicalResourceId": "Orders",
              "PhysicalResourceId": "orders-1",
              "StackId": "arn:aws:cloudformation:eu-west-1:111122223333:stack/shop/0f2b6a5e",
              "ServiceToken": "arn:aws:lambda:eu-west-1:111122223333:function:orders",
              "ResourceProperties": {"Size": "3", "Tags": ["a", "b"], "Nested": {"On": "true"}},
              "OldResourceProperties": {"Size": "2"}
            }
            """#)

    private static let cloudFormationProvider = EventKind(
        "cloudformation-provider", CloudFormationRequest<JSONValue>.self,
        "a custom resource, through the CDK's provider framework",
        when: {
            $0.has("RequestType", "LogicalResourceId")
                || $0.has("RequestType", "ResourceProperties")
        },
        sample: #"""
            {
              "RequestType": "Create",
              "RequestId": "0f2b6a5e-4c1b-4f0e-9a55-2f6d7f2e3c10",
              "StackId": "arn:aws:cloudformation:eu-west-1:111122223333:stack/shop/0f2b6a5e",
              "ResourceType": "Custom::Orders",
              "LogicalResourceId": "Orders",
              "ResourceProperties": {"Size": "3"}
            }
            """#)

    private static let codeCommit = EventKind(
        "codecommit", CodeCommitEvent.self, "a trigger of a CodeCommit repository",
        when: { $0.isFrom("aws:codecommit") || $0.hasRecord(with: "codecommit") },
        sample: #"""
            {
              "Records": [
                {
                  "awsRegion": "eu-west-1",
                  "codecommit": {
                    "references": [
                      {"commit": "5c4ef1049f1d27deadbeeff313e0730018be182b", "ref": "refs/heads/main", "created": true}
                    ]
                  },
                  "customData": "to the builders",
                  "eventId": "5a824061-17ca-46a9-bbf9-114edeadbeef",
                  "eventName": "ReferenceChanges",
                  "eventPartNumber": 1,
                  "eventSource": "aws:codecommit",
                  "eventSourceARN": "arn:aws:codecommit:eu-west-1:111122223333:orders",
                  "eventTime": "2024-03-12T19:03:58.123+0000",
                  "eventTotalParts": 1,
                  "eventTriggerConfigId": "5a824061-17ca-46a9-bbf9-114edeadbeef",
                  "eventTriggerName": "build",
                  "eventVersion": "1.0",
                  "userIdentityARN": "arn:aws:iam::111122223333:user/jo"
                }
              ]
            }
            """#)

    private static let codeDeployHook = EventKind(
        "codedeploy-hook", CodeDeployHookEvent.self, "a hook of a deployment's life",
        when: { $0.has("DeploymentId", "LifecycleEventHookExecutionId") },
        sample: #"""
            {
              "DeploymentId": "d-A1B2C3D4E",
              "LifecycleEventHookExecutionId": "eyJlbmNyeXB0ZWREYXRhIjoi"
            }
            """#)

    private static let codePipelineJob = EventKind(
        "codepipeline-job", CodePipelineJobEvent.self, "a job of a pipeline's action",
        when: { $0.has("CodePipeline.job") },
        sample: #"""
            {
              "CodePipeline.job": {
                "id": "11111111-abcd-1111-abcd-111111abcdef",
                "accountId": "111122223333",
                "data": {
                  "actionConfiguration": {
                    "configuration": {"FunctionName": "orders", "UserParameters": "color=red"}
                  },
                  "inputArtifacts": [
                    {
                      "name": "source",
                      "revision": null,
                      "location": {
                        "type": "S3",
                        "s3Location": {"bucketName": "pipelines", "objectKey": "orders/source.zip"}
                      }
                    }
                  ],
                  "outputArtifacts": [],
                  "artifactCredentials": {
                    "accessKeyId": "AKIAIOSFODNN7EXAMPLE",
                    "secretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                    "sessionToken": "token"
                  },
                  "continuationToken": "again",
                  "encryptionKey": {"id": "arn:aws:kms:eu-west-1:111122223333:key/a", "type": "KMS"}
                }
              }
            }
            """#)

    private static let config = EventKind(
        "config", ConfigEvent.self, "a question to a Config rule",
        when: { $0.has("invokingEvent", "resultToken") || $0.has("configRuleName") },
        sample: #"""
            {
              "version": "1.0",
              "invokingEvent": "{\"messageType\": \"ScheduledNotification\"}",
              "ruleParameters": "{\"maxAgeDays\": \"90\"}",
              "resultToken": "myResultToken",
              "eventLeftScope": false,
              "executionRoleArn": "arn:aws:iam::111122223333:role/config",
              "configRuleArn": "arn:aws:config:eu-west-1:111122223333:config-rule/config-rule-0123456",
              "configRuleName": "old-keys",
              "configRuleId": "config-rule-0123456",
              "accountId": "111122223333",
              "evaluationMode": "DETECTIVE"
            }
            """#)

    private static let secretRotation = EventKind(
        "secretsmanager-rotation", SecretsManagerRotationEvent.self,
        "a step of a secret's rotation",
        when: { $0.has("Step", "SecretId") },
        sample: #"""
            {
              "Step": "createSecret",
              "SecretId": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf",
              "ClientRequestToken": "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111",
              "RotationToken": "b2c3"
            }
            """#)
}
