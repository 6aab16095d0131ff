internal import SmugEvents
internal import SmugJSON

extension EventCatalog {
    /// What functions answer: last, for its members are the commonest.
    static let answers = [
        windowResponse, batchResponse, firehoseResponse, analyticsResponse, authorizerResponse,
        iotAuthorizerResponse, simpleAuthorizerResponse, appSyncAuthorizerResponse,
        cloudFormationResponse, cloudFormationProviderResponse, s3BatchResponse, lexResponse,
        lexV1Response, bedrockResponse, clientVPNResponse, iotProvisioningResponse, albResponse,
        latticeResponse, s3ObjectLambdaResponse, apiGatewayV2Response, apiGatewayResponse,
        transferResponse, iamPolicy, cloudTrail,
    ]

    private static let batchResponse = EventKind(
        "batch-response", BatchResponse.self, "which items of a batch failed",
        when: { $0.has("batchItemFailures") },
        sample: #"{"batchItemFailures": [{"itemIdentifier": "059f36b4"}]}"#)

    private static let windowResponse = EventKind(
        "window-response", TimeWindowResponse.self, "the state of a tumbling window",
        when: { $0.has("state", "batchItemFailures") || $0.has("state") && $0.object?.count == 1 },
        sample: #"{"state": {"total": 7}, "batchItemFailures": [{"itemIdentifier": "1"}]}"#)

    private static let firehoseResponse = EventKind(
        "firehose-response", FirehoseResponse.self, "records as transformed",
        when: {
            $0.hasFirst(in: "records", with: "recordId", "result")
                && $0["records"]?[0]?["data"] != nil
        },
        sample: #"""
            {
              "records": [
                {
                  "recordId": "1",
                  "result": "Ok",
                  "data": "SGVsbG8=",
                  "metadata": {"partitionKeys": {"customer": "7", "year": 2024}}
                }
              ]
            }
            """#)

    private static let analyticsResponse = EventKind(
        "kinesis-analytics-response", KinesisAnalyticsOutputResponse.self,
        "which results were delivered",
        when: { $0.hasFirst(in: "records", with: "recordId", "result") },
        sample: #"{"records": [{"recordId": "1", "result": "DeliveryFailed"}]}"#)

    private static let authorizerResponse = EventKind(
        "apigateway-authorizer-response", APIGatewayAuthorizerResponse.self,
        "what an authorizer grants, as a policy",
        when: { $0.has("policyDocument") },
        sample: #"""
            {
              "principalId": "jo",
              "policyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                  {
                    "Sid": "a",
                    "Effect": "Allow",
                    "Action": "execute-api:Invoke",
                    "Resource": ["arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/*"],
                    "Condition": {"StringEquals": {"aws:SourceIp": "192.0.2.1", "a": ["b", "c"]}}
                  }
                ]
              },
              "context": {"plan": "gold", "level": 2, "on": true},
              "usageIdentifierKey": "key"
            }
            """#)

    private static let iotAuthorizerResponse = EventKind(
        "iot-authorizer-response", IoTAuthorizerResponse.self,
        "what IoT's custom authorizer grants",
        when: { $0.has("isAuthenticated") || $0.has("policyDocuments") },
        sample: #"""
            {
              "isAuthenticated": true,
              "principalId": "device7",
              "disconnectAfterInSeconds": 86400,
              "refreshAfterInSeconds": 300,
              "policyDocuments": [
                "{\"Version\": \"2012-10-17\"}",
                {
                  "Version": "2012-10-17",
                  "Statement": {"Effect": "Deny", "Action": "iot:*", "Resource": "*"}
                }
              ]
            }
            """#)

    private static let simpleAuthorizerResponse = EventKind(
        "apigateway-simple-authorizer-response", APIGatewaySimpleAuthorizerResponse.self,
        "what an HTTP API's authorizer grants",
        when: {
            $0.has("isAuthorized") && !$0.has("resolverContext") && !$0.has("deniedFields")
                && !$0.has("ttlOverride")
        },
        sample: #"{"isAuthorized": true, "context": {"plan": "gold", "list": [1, 2]}}"#)

    private static let appSyncAuthorizerResponse = EventKind(
        "appsync-authorizer-response", AppSyncAuthorizerResponse.self,
        "what a GraphQL API's authorizer grants",
        when: { $0.has("isAuthorized") },
        sample: #"""
            {
              "isAuthorized": true,
              "resolverContext": {"plan": "gold"},
              "deniedFields": ["Mutation.createOrder"],
              "ttlOverride": 10
            }
            """#)

    private static let cloudFormationResponse = EventKind(
        "cloudformation-response", CloudFormationResponse.self, "what became of a custom resource",
        when: { $0.has("Status", "StackId") || $0.has("Status", "PhysicalResourceId") },
        sample: #"""
            {
              "Status": "SUCCESS",
              "PhysicalResourceId": "orders-1",
              "StackId": "arn:aws:cloudformation:eu-west-1:111122223333:stack/shop/0f2b6a5e",
              "RequestId": "0f2b6a5e-4c1b-4f0e-9a55-2f6d7f2e3c10",
              "LogicalResourceId": "Orders",
              "NoEcho": true,
              "Data": {"Url": "https://orders.example.com", "Count": 3}
            }
            """#)

    private static let cloudFormationProviderResponse = EventKind(
        "cloudformation-provider-response", CloudFormationProviderResponse.self,
        "what became of a custom resource, for the CDK's provider framework",
        when: { $0.has("PhysicalResourceId") || $0.has("IsComplete") },
        sample: #"{"PhysicalResourceId": "orders-1", "Data": {"Url": "https://a.example.com"}}"#)

    private static let s3BatchResponse = EventKind(
        "s3-batch-response", S3BatchJobResponse.self, "what became of a batch operation's tasks",
        when: { $0.has("invocationId", "results") },
        sample: #"""
            {
              "invocationSchemaVersion": "2.0",
              "treatMissingKeysAs": "PermanentFailure",
              "invocationId": "YXNkbGZqYWRmaiBhc2RmdW9hZHNmZGpmaGFzbGtkaGZza2RmaAo",
              "results": [
                {"taskId": "dGFza2lkZ29lc2hlcmUK", "resultCode": "Succeeded", "resultString": "[\"a\"]"}
              ]
            }
            """#)

    private static let lexResponse = EventKind(
        "lex-response", LexResponse.self, "an answer for Lex V2",
        when: { $0.has("sessionState") },
        sample: #"""
            {
              "sessionState": {
                "dialogAction": {"type": "Close"},
                "intent": {"name": "Order", "slots": {"count": null}, "state": "Fulfilled"}
              },
              "messages": [
                {
                  "contentType": "ImageResponseCard",
                  "imageResponseCard": {
                    "title": "Done",
                    "buttons": [{"text": "Again", "value": "again"}]
                  }
                },
                {"contentType": "PlainText", "content": "Done."}
              ],
              "requestAttributes": {"a": "b"}
            }
            """#)

    private static let lexV1Response = EventKind(
        "lex-v1-response", LexV1Response.self, "an answer for Lex V1",
        when: { $0.has("dialogAction") },
        sample: #"""
            {
              "sessionAttributes": {"a": "b"},
              "dialogAction": {
                "type": "ElicitSlot",
                "message": {"contentType": "PlainText", "content": "How many?"},
                "intentName": "Order",
                "slots": {"count": null},
                "slotToElicit": "count",
                "responseCard": {
                  "version": 1,
                  "contentType": "application/vnd.amazonaws.card.generic",
                  "genericAttachments": [
                    {"title": "Count", "subTitle": "of roses", "buttons": [{"text": "1", "value": "1"}]}
                  ]
                }
              }
            }
            """#)

    private static let bedrockResponse = EventKind(
        "bedrock-agent-response", BedrockAgentResponse.self, "what an action group answers",
        when: { $0["response"]?["actionGroup"] != nil },
        sample: #"""
            {
              "messageVersion": "1.0",
              "response": {
                "actionGroup": "orders",
                "apiPath": "/orders/{id}",
                "httpMethod": "POST",
                "httpStatusCode": 200,
                "responseBody": {"application/json": {"body": "{\"state\": \"sent\"}"}}
              },
              "sessionAttributes": {"customer": "7"},
              "promptSessionAttributes": {}
            }
            """#)

    private static let clientVPNResponse = EventKind(
        "client-vpn-response", ClientVPNConnectionResponse.self, "whether a VPN client may connect",
        when: { $0.has("allow") },
        sample: #"""
            {
              "allow": false,
              "error-msg-on-denied-connection": "Not from here.",
              "posture-compliance-statuses": ["a"],
              "schema-version": "v3"
            }
            """#)

    private static let iotProvisioningResponse = EventKind(
        "iot-provisioning-response", IoTProvisioningHookResponse.self,
        "whether a device may be provisioned",
        when: { $0.has("allowProvisioning") },
        sample: #"{"allowProvisioning": true, "parameterOverrides": {"Location": "Seattle"}}"#)

    private static let albResponse = EventKind(
        "alb-response", ALBResponse.self, "an answer for a load balancer's client",
        when: { $0.has("statusCode", "statusDescription") },
        sample: #"""
            {
              "statusCode": 200,
              "statusDescription": "200 OK",
              "isBase64Encoded": false,
              "multiValueHeaders": {"set-cookie": ["a=1", "b=2"]},
              "body": "hello"
            }
            """#)

    private static let latticeResponse = EventKind(
        "lattice-response", LatticeResponse.self, "an answer for VPC Lattice",
        when: { _ in false },
        sample:
            #"{"statusCode": 200, "statusDescription": "200 OK", "headers": {"a": "b"}, "body": "c"}"#
    )

    private static let s3ObjectLambdaResponse = EventKind(
        "s3-object-lambda-response", S3ObjectLambdaResponse.self,
        "an answer to a listing through an Object Lambda access point",
        when: {
            $0.has("listResultXml") || $0.has("listBucketResult")
                || $0.has("statusCode", "errorCode")
        },
        sample: #"{"statusCode": 403, "errorCode": "AccessDenied", "errorMessage": "Not you."}"#)

    private static let apiGatewayV2Response = EventKind(
        "apigateway-v2-response", APIGatewayV2Response.self,
        "an answer of an HTTP API or a function URL",
        when: { $0.has("statusCode", "cookies") },
        sample: #"""
            {
              "statusCode": 201,
              "headers": {"content-type": "application/json"},
              "cookies": ["a=1; Secure", "b=2"],
              "body": "{\"id\": 42}",
              "isBase64Encoded": false
            }
            """#)

    private static let apiGatewayResponse = EventKind(
        "apigateway-response", APIGatewayResponse.self, "an answer of a REST API",
        when: { $0.has("statusCode") },
        sample: #"""
            {
              "statusCode": 200,
              "headers": {"content-type": "text/plain"},
              "multiValueHeaders": {"set-cookie": ["a=1", "b=2"]},
              "body": "hello",
              "isBase64Encoded": false
            }
            """#)

    private static let transferResponse = EventKind(
        "transfer-response", TransferIdentityResponse.self, "what a file server's user may do",
        when: {
            $0.has("Role")
                && ($0.has("HomeDirectory") || $0.has("PublicKeys") || $0.has("HomeDirectoryType")
                    || $0.has("Policy"))
        },
        sample: #"""
            {
              "Role": "arn:aws:iam::111122223333:role/files",
              "PublicKeys": ["ssh-ed25519 AAAA"],
              "HomeDirectoryType": "LOGICAL",
              "HomeDirectoryDetails": "[{\"Entry\": \"/\", \"Target\": \"/orders\"}]",
              "PosixProfile": {"Uid": "1000", "Gid": 1000}
            }
            """#)

    private static let iamPolicy = EventKind(
        "iam-policy", IAMPolicy.self, "a policy document",
        when: { $0.has("Statement") },
        sample: #"""
            {
              "Version": "2012-10-17",
              "Id": "a",
              "Statement": {
                "Effect": "Allow",
                "Principal": {"AWS": "*"},
                "NotAction": ["s3:DeleteObject"],
                "Resource": "*",
                "Condition": {"Bool": {"aws:SecureTransport": "true"}}
              }
            }
            """#)

    private static let cloudTrail = EventKind(
        "cloudtrail", CloudTrailRecord.self, "a record of CloudTrail",
        when: {
            $0.has("eventSource", "eventName") && ($0.has("userIdentity") || $0.has("eventID"))
        },
        sample: cloudTrailRecord)

    static let cloudTrailRecord = #"""
        {
          "eventVersion": "1.08",
          "userIdentity": {
            "type": "AssumedRole",
            "principalId": "AROAIDPPEZS35WEXAMPLE:session",
            "arn": "arn:aws:sts::111122223333:assumed-role/reader/session",
            "accountId": "111122223333",
            "accessKeyId": "ASIAIOSFODNN7EXAMPLE",
            "sessionContext": {
              "sessionIssuer": {"type": "Role", "userName": "reader"},
              "webIdFederationData": {"federatedProvider": "accounts.example.com", "attributes": {"a": "b"}},
              "attributes": {"mfaAuthenticated": "false", "creationDate": "2024-03-12T19:00:00Z"}
            }
          },
          "eventTime": "2024-03-12T19:03:58Z",
          "eventSource": "s3.amazonaws.com",
          "eventName": "GetObject",
          "awsRegion": "eu-west-1",
          "sourceIPAddress": "192.0.2.1",
          "userAgent": "[aws-cli]",
          "requestParameters": {"bucketName": "orders", "key": "a.json"},
          "responseElements": null,
          "additionalEventData": {"bytesTransferredOut": 1024.0},
          "requestID": "C3D13FE58DE4C810",
          "eventID": "0f2b6a5e-4c1b-4f0e-9a55-2f6d7f2e3c10",
          "readOnly": true,
          "resources": [{"type": "AWS::S3::Bucket", "ARN": "arn:aws:s3:::orders", "accountId": "111122223333"}],
          "eventType": "AwsApiCall",
          "managementEvent": false,
          "recipientAccountId": "111122223333",
          "eventCategory": "Data",
          "tlsDetails": {"tlsVersion": "TLSv1.3", "cipherSuite": "TLS_AES_128_GCM_SHA256"}
        }
        """#
}
