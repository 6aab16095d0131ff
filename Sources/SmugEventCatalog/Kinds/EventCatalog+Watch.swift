internal import SmugEvents
internal import SmugJSON

extension EventCatalog {
    /// Events of a bus, by source and type.
    static let watches = [
        controlTower, apiCall, signIn, alarmState, health,
        kms, macieFinding, macieAlert, tag, trustedAdvisor,
        guardDuty, securityHub,
    ]

    private static let controlTower = busKind(
        "controltower", ControlTowerEventDetail.self, "aws.controltower",
        "AWS Service Event via CloudTrail", "a lifecycle event of Control Tower",
        when: { $0.isBusEvent("aws.controltower", "AWS Service Event via CloudTrail") },
        detail: #"""
            {
              "eventVersion": "1.08",
              "userIdentity": {"accountId": "111122223333", "invokedBy": "AWS Internal"},
              "eventTime": "2024-03-12T19:03:58Z",
              "eventSource": "controltower.amazonaws.com",
              "eventName": "CreateManagedAccount",
              "awsRegion": "eu-west-1",
              "sourceIPAddress": "AWS Internal",
              "userAgent": "AWS Internal",
              "eventID": "0000000-0000-0000-1111-123456789012",
              "readOnly": false,
              "eventType": "AwsServiceEvent",
              "serviceEventDetails": {
                "createManagedAccountStatus": {
                  "organizationalUnit": {"organizationalUnitName": "Custom", "organizationalUnitId": "ou-k2vr-l3zc8b3h"},
                  "account": {"accountName": "LifeCycle1", "accountId": "444455556666"},
                  "state": "SUCCEEDED",
                  "message": "AWS Control Tower successfully created a managed account.",
                  "requestedTimestamp": "2024-03-12T19:00:58Z",
                  "completedTimestamp": "2024-03-12T19:03:58Z"
                }
              }
            }
            """#)

    private static let apiCall = busKind(
        "eventbridge-cloudtrail", CloudTrailRecord.self, "aws.s3", "AWS API Call via CloudTrail",
        "a call of AWS's API, from CloudTrail",
        when: {
            $0.isBusEvent
                && ($0.begins("detail-type", "AWS API Call via CloudTrail")
                    || $0.begins("detail-type", "AWS Service Event via CloudTrail")
                    || $0.begins("detail-type", "AWS Insight via CloudTrail"))
        },
        detail: cloudTrailRecord)

    private static let signIn = busKind(
        "signin", SignInDetail.self, "aws.signin", "AWS Console Sign In via CloudTrail",
        "somebody who signed in to the console",
        when: { $0.isBusEvent("aws.signin", "") },
        detail: #"""
            {
              "eventVersion": "1.08",
              "userIdentity": {"type": "Root", "principalId": "111122223333", "arn": "arn:aws:iam::111122223333:root"},
              "eventTime": "2024-03-12T19:03:58Z",
              "eventSource": "signin.amazonaws.com",
              "eventName": "ConsoleLogin",
              "awsRegion": "eu-west-1",
              "sourceIPAddress": "192.0.2.1",
              "userAgent": "Mozilla/5.0",
              "requestParameters": null,
              "responseElements": {"ConsoleLogin": "Success"},
              "additionalEventData": {"MFAUsed": "Yes", "MobileVersion": "No"},
              "eventID": "0f2b6a5e-4c1b-4f0e-9a55-2f6d7f2e3c10",
              "eventType": "AwsConsoleSignIn"
            }
            """#)

    private static let alarmState = busKind(
        "eventbridge-alarm", CloudWatchAlarm.self, "aws.cloudwatch",
        "CloudWatch Alarm State Change", "an alarm's new state",
        when: { $0.isBusEvent("aws.cloudwatch", "CloudWatch Alarm") },
        detail: #"""
            {
              "alarmName": "too-slow",
              "state": {
                "value": "ALARM",
                "reason": "Threshold Crossed",
                "reasonData": "{\"version\": \"1.0\"}",
                "timestamp": "2024-03-12T19:03:58.123+0000"
              },
              "previousState": {"value": "OK", "timestamp": "2024-03-12T18:03:58.123+0000"},
              "configuration": {
                "metrics": [
                  {
                    "id": "m1",
                    "metricStat": {
                      "metric": {"namespace": "AWS/Lambda", "name": "Duration", "dimensions": {"FunctionName": "orders"}},
                      "period": 60,
                      "stat": "p99"
                    },
                    "returnData": true
                  }
                ]
              }
            }
            """#)

    private static let health = busKind(
        "health", HealthDetail.self, "aws.health", "AWS Health Event",
        "what ails a service or a resource",
        when: { $0.isBusEvent("aws.health", "") },
        detail: #"""
            {
              "eventArn": "arn:aws:health:eu-west-1::event/EC2/AWS_EC2_INSTANCE_STORE_DRIVE_PERFORMANCE_DEGRADED/a",
              "service": "EC2",
              "eventTypeCode": "AWS_EC2_INSTANCE_STORE_DRIVE_PERFORMANCE_DEGRADED",
              "eventTypeCategory": "issue",
              "startTime": "Tue, 12 Mar 2024 19:03:58 GMT",
              "eventDescription": [{"language": "en_US", "latestDescription": "A description."}],
              "affectedEntities": [{"entityValue": "i-abcd1111", "tags": {"stage": "live", "app": "orders"}}],
              "page": "1",
              "totalPages": "1"
            }
            """#)

    private static let kms = busKind(
        "kms", KMSDetail.self, "aws.kms", "KMS CMK Rotation", "a key that was rotated or deleted",
        when: { $0.isBusEvent("aws.kms", "") },
        detail: #"{"key-id": "1234abcd-12ab-34cd-56ef-1234567890ab"}"#)

    private static let macieFinding = busKind(
        "macie", MacieFinding.self, "aws.macie", "Macie Finding", "a finding of Macie",
        when: { $0.isBusEvent("aws.macie", "Macie Finding") },
        detail: #"""
            {
              "schemaVersion": "1.0",
              "id": "64b917aa",
              "accountId": "111122223333",
              "partition": "aws",
              "region": "eu-west-1",
              "type": "Policy:IAMUser/S3BucketEncryptionDisabled",
              "title": "Encryption is disabled",
              "severity": {"score": 1, "description": "Low"},
              "createdAt": "2024-03-12T19:03:58.123Z",
              "count": 2,
              "category": "POLICY",
              "archived": false,
              "classificationDetails": null,
              "resourcesAffected": {"s3Bucket": {"name": "orders"}}
            }
            """#)

    private static let macieAlert = busKind(
        "macie-alert", MacieAlert.self, "aws.macie", "Macie Alert", "an alert of Macie Classic",
        when: { $0.isBusEvent("aws.macie", "") },
        detail: #"""
            {
              "notification-type": "ALERT_CREATED",
              "name": "Scanning bucket policies",
              "tags": ["Custom_Alert"],
              "url": "https://macie.example.com",
              "alert-arn": "arn:aws:macie:eu-west-1:111122223333:trigger/a/alert/b",
              "risk-score": 80,
              "trigger": {"rule-arn": "arn:aws:macie:eu-west-1:111122223333:trigger/a", "alert-type": "basic", "risk": 8},
              "created-at": "2024-03-12T19:03:58.123Z",
              "actor": "555566667777:assumed-role:reader",
              "summary": {"Description": "Alerting on failed enumeration", "IP": {"192.0.2.1": 5}, "Events": {"ListBuckets": {"count": 1}}}
            }
            """#)

    private static let tag = busKind(
        "tag", TagChange.self, "aws.tag", "Tag Change on Resource",
        "tags of a resource that changed",
        when: { $0.isBusEvent("aws.tag", "") },
        detail: #"""
            {
              "changed-tag-keys": ["stage"],
              "service": "ec2",
              "resource-type": "instance",
              "version-timestamp": 1710270238123,
              "version-vector": {"a": 1},
              "version": 3.0,
              "tags": {"stage": "live"}
            }
            """#)

    private static let trustedAdvisor = busKind(
        "trusted-advisor", TrustedAdvisorCheck.self, "aws.trustedadvisor",
        "Trusted Advisor Check Item Refresh Notification", "a check's result for a resource",
        when: { $0.isBusEvent("aws.trustedadvisor", "") },
        detail: #"""
            {
              "check-name": "IAM Group",
              "check-item-detail": {"Status": "Yellow", "Current Usage": "50", "Limit Name": "Groups"},
              "status": "WARN",
              "resource_id": "",
              "uuid": "5eb9f7b2-3b4b-4ba1-8b1c-1a2b3c4d5e6f"
            }
            """#)

    private static let guardDuty = busKind(
        "guardduty", GuardDutyFinding.self, "aws.guardduty", "GuardDuty Finding",
        "a threat that was found",
        when: { $0.isBusEvent("aws.guardduty", "") },
        detail: #"""
            {
              "schemaVersion": "2.0",
              "accountId": "111122223333",
              "region": "eu-west-1",
              "id": "16afba5c5c43e07c9e3e5e2e544e95df",
              "type": "Canary:EC2/Stateless.IntegTest",
              "resource": {"resourceType": "Instance"},
              "service": {"count": 1},
              "severity": 5.5,
              "createdAt": "2024-03-12T19:03:58.123Z",
              "title": "a",
              "description": "b"
            }
            """#)

    private static let securityHub = busKind(
        "securityhub", SecurityHubFindings.self, "aws.securityhub",
        "Security Hub Findings - Imported", "findings of Security Hub",
        when: { $0.isBusEvent("aws.securityhub", "") },
        detail: #"""
            {
              "findings": [{"SchemaVersion": "2018-10-08", "Id": "a", "Severity": {"Normalized": 40}}],
              "actionName": "ticket"
            }
            """#)
}
