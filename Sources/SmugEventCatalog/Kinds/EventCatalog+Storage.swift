internal import SmugEvents
internal import SmugJSON

extension EventCatalog {
    static let storage = [s3, s3Test, s3Batch, s3ObjectLambda]

    private static let s3 = EventKind(
        "s3", S3Event.self, "notifications of a bucket",
        when: { $0.isFrom("aws:s3") || $0.hasRecord(with: "s3") },
        sample: #"""
            {
              "Records": [
                {
                  "eventVersion": "2.2",
                  "eventSource": "aws:s3",
                  "awsRegion": "eu-west-1",
                  "eventTime": "2024-03-12T19:03:58.123Z",
                  "eventName": "ObjectRestore:Completed",
                  "userIdentity": {"principalId": "AWS:AIDACKCEVSQ6C2EXAMPLE"},
                  "requestParameters": {"sourceIPAddress": "192.0.2.1"},
                  "responseElements": {
                    "x-amz-request-id": "C3D13FE58DE4C810",
                    "x-amz-id-2": "FMyUVURIY8/IgAtTv8xRjskZQpcIZ9KG4V5Wp6S7S/JRWeUWerMUE5JgHvANOjpD"
                  },
                  "s3": {
                    "s3SchemaVersion": "1.0",
                    "configurationId": "all",
                    "bucket": {
                      "name": "orders",
                      "ownerIdentity": {"principalId": "A3NL1KOZZKExample"},
                      "arn": "arn:aws:s3:::orders"
                    },
                    "object": {
                      "key": "2024/a+b%C3%A4.json",
                      "size": 1024,
                      "eTag": "d41d8cd98f00b204e9800998ecf8427e",
                      "versionId": "096fKKXTRTtl3on89fVO.nfljtsv6qko",
                      "sequencer": "0055AED6DCD90281E5"
                    }
                  },
                  "glacierEventData": {
                    "restoreEventData": {
                      "lifecycleRestorationExpiryTime": "2024-04-12T00:00:00.000Z",
                      "lifecycleRestoreStorageClass": "GLACIER"
                    }
                  }
                }
              ]
            }
            """#)

    private static let s3Test = EventKind(
        "s3-test", S3TestEvent.self, "what a bucket sends when its notifications are set up",
        when: { $0["Event"] == "s3:TestEvent" },
        sample: #"""
            {
              "Service": "Amazon S3",
              "Event": "s3:TestEvent",
              "Time": "2024-03-12T19:03:58.123Z",
              "Bucket": "orders",
              "RequestId": "5582815E1AEA5ADF",
              "HostId": "8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR+YstdA6Knx4Ip8EXAMPLE"
            }
            """#)

    private static let s3Batch = EventKind(
        "s3-batch", S3BatchJobEvent.self, "tasks of a batch operation",
        when: { $0.has("tasks", "invocationId") },
        sample: #"""
            {
              "invocationSchemaVersion": "2.0",
              "invocationId": "YXNkbGZqYWRmaiBhc2RmdW9hZHNmZGpmaGFzbGtkaGZza2RmaAo",
              "job": {
                "id": "f3cc4f60-61f6-4a2b-8a21-d07600c373ce",
                "userArguments": {"color": "red"}
              },
              "tasks": [
                {
                  "taskId": "dGFza2lkZ29lc2hlcmUK",
                  "s3Key": "2024/a%20b.json",
                  "s3VersionId": null,
                  "s3Bucket": "orders"
                }
              ]
            }
            """#)

    private static let s3ObjectLambda = EventKind(
        "s3-object-lambda", S3ObjectLambdaEvent.self,
        "a request through an Object Lambda access point",
        when: {
            $0.has("xAmzRequestId", "configuration") || $0.has("getObjectContext")
                || $0.has("userRequest", "configuration")
        },
        sample: #"""
            {
              "xAmzRequestId": "1a5ed718-5f53-471d-b6fe-5cf62d88d02a",
              "getObjectContext": {
                "inputS3Url": "https://orders-111122223333.s3-accesspoint.eu-west-1.amazonaws.com/a.json",
                "outputRoute": "io-iad-cell001",
                "outputToken": "secret"
              },
              "configuration": {
                "accessPointArn": "arn:aws:s3-object-lambda:eu-west-1:111122223333:accesspoint/red",
                "supportingAccessPointArn": "arn:aws:s3:eu-west-1:111122223333:accesspoint/orders",
                "payload": "{\"color\": \"red\"}"
              },
              "userRequest": {
                "url": "/a.json",
                "headers": {"Host": "red-111122223333.s3-object-lambda.eu-west-1.amazonaws.com"}
              },
              "userIdentity": {
                "type": "AssumedRole",
                "principalId": "AROAIDPPEZS35WEXAMPLE:session",
                "arn": "arn:aws:sts::111122223333:assumed-role/reader/session",
                "accountId": "111122223333",
                "accessKeyId": "ASIAIOSFODNN7EXAMPLE",
                "sessionContext": {
                  "attributes": {
                    "mfaAuthenticated": "false",
                    "creationDate": "Sun Mar 12 20:45:00 UTC 2023"
                  },
                  "sessionIssuer": {
                    "type": "Role",
                    "principalId": "AROAIDPPEZS35WEXAMPLE",
                    "arn": "arn:aws:iam::111122223333:role/reader",
                    "accountId": "111122223333",
                    "userName": "reader"
                  }
                }
              },
              "protocolVersion": "1.00"
            }
            """#)
}
