internal import SmugEvents
internal import SmugJSON

extension EventCatalog {
    static let streams = [
        kinesisWindow, kinesis, dynamoDBWindow, dynamoDB, firehose, analytics, documentDB,
        streamFailure, logs, logLines,
    ]

    private static let kinesis = EventKind(
        "kinesis", KinesisEvent.self, "records of a Kinesis data stream",
        when: { $0.isFrom("aws:kinesis") || $0.hasRecord(with: "kinesis") },
        sample: #"""
            {
              "Records": [
                {
                  "kinesis": {
                    "kinesisSchemaVersion": "1.0",
                    "partitionKey": "customer-7",
                    "sequenceNumber": "49590338271490256608559692538361571095921575989136588898",
                    "data": "SGVsbG8sIHRoaXMgaXMgYSB0ZXN0Lg==",
                    "approximateArrivalTimestamp": 1710270238.123,
                    "encryptionType": "KMS"
                  },
                  "eventSource": "aws:kinesis",
                  "eventVersion": "1.0",
                  "eventID": "shardId-000000000006:49590338271490256608559692538361571095921575989136588898",
                  "eventName": "aws:kinesis:record",
                  "invokeIdentityArn": "arn:aws:iam::111122223333:role/lambda-role",
                  "awsRegion": "eu-west-1",
                  "eventSourceARN": "arn:aws:kinesis:eu-west-1:111122223333:stream/orders"
                }
              ]
            }
            """#)

    private static let kinesisWindow = EventKind(
        "kinesis-window", KinesisTimeWindowEvent.self, "records of a data stream's tumbling window",
        when: {
            $0.has("window")
                && ($0.isFrom("aws:kinesis") || $0.begins("eventSourceARN", "arn:aws:kinesis"))
        },
        sample: #"""
            {
              "Records": [
                {
                  "kinesis": {
                    "kinesisSchemaVersion": "1.0",
                    "partitionKey": "1",
                    "sequenceNumber": "49590338271490256608559692538361571095921575989136588898",
                    "data": "NDI=",
                    "approximateArrivalTimestamp": 1607497475
                  },
                  "eventSource": "aws:kinesis",
                  "eventSourceARN": "arn:aws:kinesis:eu-west-1:111122223333:stream/orders"
                }
              ],
              "window": {"start": "2020-12-09T07:04:00Z", "end": "2020-12-09T07:06:00Z"},
              "state": {"1": 282, "2": 715},
              "shardId": "shardId-000000000006",
              "eventSourceARN": "arn:aws:kinesis:eu-west-1:111122223333:stream/orders",
              "isFinalInvokeForWindow": false,
              "isWindowTerminatedEarly": false
            }
            """#)

    private static let dynamoDB = EventKind(
        "dynamodb", DynamoDBEvent.self, "changes of a DynamoDB table",
        when: { $0.isFrom("aws:dynamodb") || $0.hasRecord(with: "dynamodb") },
        sample: #"""
            {
              "Records": [
                {
                  "eventID": "c9fbe7d0261a5163fcb6940593e41797",
                  "eventName": "MODIFY",
                  "eventVersion": "1.1",
                  "eventSource": "aws:dynamodb",
                  "awsRegion": "eu-west-1",
                  "dynamodb": {
                    "ApproximateCreationDateTime": 1710270238.0,
                    "Keys": {"id": {"S": "42"}, "part": {"N": "3.14159265358979323846264338327950288"}},
                    "NewImage": {
                      "id": {"S": "42"},
                      "open": {"BOOL": true},
                      "note": {"NULL": true},
                      "tags": {"SS": ["a", "b"]},
                      "sizes": {"NS": ["1", "2.5"]},
                      "blobs": {"BS": ["AAEC"]},
                      "blob": {"B": "AAEC"},
                      "lines": {"L": [{"M": {"amount": {"N": "3"}}}, {"L": []}]}
                    },
                    "OldImage": {"id": {"S": "42"}},
                    "SequenceNumber": "4421584500000000017450439091",
                    "SizeBytes": 26,
                    "StreamViewType": "NEW_AND_OLD_IMAGES"
                  },
                  "userIdentity": {"type": "Service", "principalId": "dynamodb.amazonaws.com"},
                  "eventSourceARN": "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2024-03-12T19:00:00.000"
                }
              ]
            }
            """#)

    private static let dynamoDBWindow = EventKind(
        "dynamodb-window", DynamoDBTimeWindowEvent.self, "changes of a table's tumbling window",
        when: { $0.has("window") && $0.has("Records") },
        sample: #"""
            {
              "Records": [
                {
                  "eventID": "1",
                  "eventName": "INSERT",
                  "eventSource": "aws:dynamodb",
                  "dynamodb": {
                    "Keys": {"Id": {"N": "101"}},
                    "SequenceNumber": "111",
                    "SizeBytes": 26,
                    "StreamViewType": "KEYS_ONLY"
                  }
                }
              ],
              "window": {"start": "2020-07-30T17:00:00Z", "end": "2020-07-30T17:05:00Z"},
              "state": {"1": "state1"},
              "shardId": "shard123456789",
              "eventSourceARN": "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2024-03-12T19:00:00.000",
              "isFinalInvokeForWindow": false,
              "isWindowTerminatedEarly": false
            }
            """#)

    private static let firehose = EventKind(
        "firehose", FirehoseEvent.self, "records of a delivery stream, to be transformed",
        when: {
            $0.has("deliveryStreamArn")
                || $0.has("invocationId", "records") && !$0.has("applicationArn")
        },
        sample: #"""
            {
              "invocationId": "invoked123",
              "deliveryStreamArn": "arn:aws:firehose:eu-west-1:111122223333:deliverystream/orders",
              "sourceKinesisStreamArn": "arn:aws:kinesis:eu-west-1:111122223333:stream/orders",
              "region": "eu-west-1",
              "records": [
                {
                  "recordId": "49546986683135544286507457936321625675700192471156785154",
                  "approximateArrivalTimestamp": 1710270238123,
                  "data": "SGVsbG8gV29ybGQ=",
                  "kinesisRecordMetadata": {
                    "sequenceNumber": "49546986683135544286507457936321625675700192471156785154",
                    "subsequenceNumber": 0,
                    "partitionKey": "4d1ad2b9-24f8-4b9d-a088-76e9947c317a",
                    "shardId": "shardId-000000000000",
                    "approximateArrivalTimestamp": 1710270238000
                  }
                }
              ]
            }
            """#)

    private static let analytics = EventKind(
        "kinesis-analytics", KinesisAnalyticsOutputEvent.self,
        "results of an analytics application for delivery",
        when: {
            $0.has("applicationArn", "records")
                || $0.hasFirst(in: "records", with: "lambdaDeliveryRecordMetadata")
        },
        sample: #"""
            {
              "invocationId": "invoked123",
              "applicationArn": "arn:aws:kinesisanalytics:eu-west-1:111122223333:application/orders",
              "records": [
                {
                  "recordId": "49572672223665514422805246926656954630972486059535892482",
                  "lambdaDeliveryRecordMetadata": {"retryHint": 0},
                  "data": "SGVsbG8gV29ybGQ="
                }
              ]
            }
            """#)

    private static let documentDB = EventKind(
        "documentdb", DocumentDBEvent.self, "changes of a DocumentDB collection",
        when: {
            $0["eventSource"] == "aws:docdb" || $0["events"]?[0]?["event"]?["operationType"] != nil
        },
        sample: #"""
            {
              "eventSourceArn": "arn:aws:rds:eu-west-1:111122223333:cluster:orders",
              "eventSource": "aws:docdb",
              "events": [
                {
                  "event": {
                    "_id": {"_data": "0163eeb6e7000000090100000009000041e1"},
                    "clusterTime": {"$timestamp": {"t": 1676588775, "i": 9}},
                    "documentKey": {"_id": {"$oid": "63eeb6e7d418cd98afb1c1d7"}},
                    "fullDocument": {
                      "_id": {"$oid": "63eeb6e7d418cd98afb1c1d7"},
                      "amount": {"$numberInt": "3"}
                    },
                    "ns": {"db": "shop", "coll": "orders"},
                    "operationType": "update",
                    "updateDescription": {
                      "updatedFields": {"amount": 3},
                      "removedFields": ["note"],
                      "truncatedArrays": [{"field": "lines", "newSize": 2}]
                    }
                  }
                }
              ]
            }
            """#)

    private static let streamFailure = EventKind(
        "stream-failure", StreamFailureEvent.self, "a batch of a stream that Lambda gave up",
        when: { $0.has("KinesisBatchInfo") || $0.has("DDBStreamBatchInfo") },
        sample: #"""
            {
              "requestContext": {
                "requestId": "c9b8fa9f-5a7f-xmpl-af9c-0c604cde93a5",
                "functionArn": "arn:aws:lambda:eu-west-1:111122223333:function:orders",
                "condition": "RetryAttemptsExhausted",
                "approximateInvokeCount": 1
              },
              "responseContext": {
                "statusCode": 200,
                "executedVersion": "$LATEST",
                "functionError": "Unhandled"
              },
              "version": "1.0",
              "timestamp": "2024-03-12T19:03:58.123Z",
              "KinesisBatchInfo": {
                "shardId": "shardId-000000000001",
                "startSequenceNumber": "49601189658422359378836298521827638475320189012309704722",
                "endSequenceNumber": "49601189658422359378836298522902373528957594348623495186",
                "approximateArrivalOfFirstRecord": "2024-03-12T19:00:58.835Z",
                "approximateArrivalOfLastRecord": "2024-03-12T19:02:58.835Z",
                "batchSize": 500,
                "streamArn": "arn:aws:kinesis:eu-west-1:111122223333:stream/orders"
              }
            }
            """#)

    private static let logs = EventKind(
        "cloudwatch-logs", CloudWatchLogsEvent.self, "lines of a log, packed",
        when: { $0.has("awslogs") },
        sample: #"""
            {
              "awslogs": {
                "data": "H4sIAAAAAAACA32OQQuCQBCF/8oyZw+5BoU3IfMUgXYLCdNJFnRXZrcixP/ejtkteqfhfTPvzQg9Wlu1eHoNCLGAXXJKLoe0KJIshUCAeWokBqGX9Iq8GHSmzcjcB2aGGiS7uIUjrHq2K3bs/WprUoNTRu9V53gxFmdAIuPH8nOUPlC7GYygmrmPj53y77mq55ZwE67kZiWjbSgjz5bHeTfN82MuboqsgykQ3wj5L2L9K8JibXQDUzm9AWXvjrwZAQAA"
              }
            }
            """#)

    private static let logLines = EventKind(
        "cloudwatch-log-lines", CloudWatchLogs.self, "lines of a log, unpacked",
        when: { $0.has("logGroup", "logEvents") },
        sample: #"""
            {
              "messageType": "DATA_MESSAGE",
              "owner": "111122223333",
              "logGroup": "orders",
              "logStream": "a",
              "subscriptionFilters": ["errors"],
              "logEvents": [
                {
                  "id": "eventId1",
                  "timestamp": 1440442987000,
                  "message": "[ERROR] First test message",
                  "extractedFields": {"level": "ERROR"}
                }
              ]
            }
            """#)
}
