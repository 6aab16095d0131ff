internal import SmugEvents
internal import SmugJSON

extension EventCatalog {
    static let queues = [
        sqs, sqsPoll, sns, snsMessage, kafka, activeMQ, rabbitMQ,
    ]

    private static let sqs = EventKind(
        "sqs", SQSEvent.self, "messages of an SQS queue",
        when: { $0.isFrom("aws:sqs") || $0.hasRecord(with: "receiptHandle") },
        sample: #"""
            {
              "Records": [
                {
                  "messageId": "059f36b4-87a3-44ab-83d2-661975830a7d",
                  "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
                  "body": "{\"order\": 42}",
                  "attributes": {
                    "ApproximateReceiveCount": "1",
                    "SentTimestamp": "1710270238123",
                    "SequenceNumber": "18849496460467696128",
                    "MessageGroupId": "orders",
                    "SenderId": "AIDAIENQZJOLO23YVJ4VO",
                    "MessageDeduplicationId": "1",
                    "ApproximateFirstReceiveTimestamp": "1710270238456"
                  },
                  "messageAttributes": {
                    "priority": {
                      "stringValue": "7",
                      "stringListValues": [],
                      "binaryListValues": [],
                      "dataType": "Number"
                    },
                    "blob": {"binaryValue": "AAEC", "dataType": "Binary"}
                  },
                  "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
                  "eventSource": "aws:sqs",
                  "eventSourceARN": "arn:aws:sqs:eu-west-1:111122223333:orders.fifo",
                  "awsRegion": "eu-west-1"
                },
                {
                  "messageId": "2e1424d4-f796-459a-8184-9c92662be6da",
                  "receiptHandle": "AQEBzWwaftRI0KuVm4tP+/7q1rGgNqicHq",
                  "body": "second",
                  "attributes": {"ApproximateReceiveCount": "3"},
                  "messageAttributes": {},
                  "md5OfBody": "a9f0e61a137d86aa9db53465e0801612",
                  "eventSource": "aws:sqs",
                  "eventSourceARN": "arn:aws:sqs:eu-west-1:111122223333:orders.fifo",
                  "awsRegion": "eu-west-1"
                }
              ]
            }
            """#)

    private static let sqsPoll = EventKind(
        "sqs-poll", SQSPollEvent.self, "the answer of SQS's ReceiveMessage",
        when: {
            $0.hasFirst(in: "Messages", with: "Body")
                || $0.hasFirst(in: "Messages", with: "MessageId")
        },
        sample: #"""
            {
              "Messages": [
                {
                  "MessageId": "059f36b4-87a3-44ab-83d2-661975830a7d",
                  "ReceiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
                  "MD5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
                  "Body": "{\"order\": 42}",
                  "Attributes": {"SentTimestamp": "1710270238123"},
                  "MD5OfMessageAttributes": "582c92c5c5b6ac403040a4f3ab3115c9",
                  "MessageAttributes": {"priority": {"StringValue": "7", "DataType": "Number"}}
                }
              ]
            }
            """#)

    private static let sns = EventKind(
        "sns", SNSEvent.self, "notifications of an SNS topic",
        when: { $0.isFrom("aws:sns") || $0.hasRecord(with: "Sns") || $0.hasRecord(with: "sns") },
        sample: #"""
            {
              "Records": [
                {
                  "EventSource": "aws:sns",
                  "EventVersion": "1.0",
                  "EventSubscriptionArn": "arn:aws:sns:eu-west-1:111122223333:orders:21be56ed-a058",
                  "Sns": {
                    "Type": "Notification",
                    "MessageId": "95df01b4-ee98-5cb9-9903-4c221d41eb5e",
                    "TopicArn": "arn:aws:sns:eu-west-1:111122223333:orders",
                    "Subject": null,
                    "Message": "{\"order\": 42}",
                    "Timestamp": "2024-03-12T19:03:58.123Z",
                    "SignatureVersion": "1",
                    "Signature": "tcc6faL2yUC6dgZdmrwh1Y4cGa",
                    "SigningCertUrl": "https://sns.eu-west-1.amazonaws.com/cert.pem",
                    "UnsubscribeUrl": "https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe",
                    "MessageAttributes": {"priority": {"Type": "Number", "Value": "7"}}
                  }
                }
              ]
            }
            """#)

    private static let snsMessage = EventKind(
        "sns-message", SNSMessage.self, "a topic's message to a queue or an HTTPS subscriber",
        when: { $0.has("TopicArn", "Message") || $0.has("TopicArn", "SubscribeURL") },
        sample: #"""
            {
              "Type": "SubscriptionConfirmation",
              "MessageId": "165545c9-2a5c-472c-8df2-7ff2be2b3b1b",
              "Token": "2336412f37fb687f5d51e6e2425f004a",
              "TopicArn": "arn:aws:sns:eu-west-1:111122223333:orders",
              "Message": "You have chosen to subscribe to the topic orders.",
              "SubscribeURL": "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription",
              "Timestamp": "2024-03-12T19:03:58.123Z",
              "SignatureVersion": "1",
              "Signature": "EXAMPLEpH+DcEwjAPg8O9mY8dReBSwksfg2S7WKQcikcNKWLQjwu6A4VbeS0QHVCkhRS7fUQvi2egU3N858f",
              "SigningCertURL": "https://sns.eu-west-1.amazonaws.com/cert.pem"
            }
            """#)

    private static let kafka = EventKind(
        "kafka", KafkaEvent.self, "records of Kafka topics, from MSK or brokers of one's own",
        when: {
            $0["eventSource"] == "aws:kafka" || $0["eventSource"] == "SelfManagedKafka"
                || $0.has("bootstrapServers")
                || $0["records"]?.object?.first { $0.value[0]?["topic"] != nil } != nil
        },
        sample: #"""
            {
              "eventSource": "aws:kafka",
              "eventSourceArn": "arn:aws:kafka:eu-west-1:111122223333:cluster/orders/5d1f9d3a-2",
              "bootstrapServers": "b-1.orders.kafka.eu-west-1.amazonaws.com:9092,b-2.orders.kafka.eu-west-1.amazonaws.com:9092",
              "records": {
                "orders-0": [
                  {
                    "topic": "orders",
                    "partition": 0,
                    "offset": 15,
                    "timestamp": 1710270238123,
                    "timestampType": "CREATE_TIME",
                    "key": "NDI=",
                    "value": "eyJvcmRlciI6IDQyfQ==",
                    "headers": [{"trace": [97, 98, -61, -92]}],
                    "valueSchemaMetadata": {"dataFormat": "AVRO", "schemaId": "12"}
                  },
                  {
                    "topic": "orders",
                    "partition": 0,
                    "offset": 16,
                    "timestamp": 1710270238124,
                    "timestampType": "LOG_APPEND_TIME",
                    "key": null,
                    "value": null,
                    "headers": []
                  }
                ]
              }
            }
            """#)

    private static let activeMQ = EventKind(
        "activemq", ActiveMQEvent.self, "messages of an ActiveMQ broker",
        when: {
            $0["eventSource"] == "aws:mq" || $0["eventSource"] == "aws:amq"
                || $0.hasFirst(in: "messages", with: "messageID")
        },
        sample: #"""
            {
              "eventSource": "aws:mq",
              "eventSourceArn": "arn:aws:mq:eu-west-1:111122223333:broker:orders:b-9bcfa592-423a",
              "messages": [
                {
                  "messageID": "ID:b-9bcfa592-423a-4942-879d-eb284b418fc8-1.mq",
                  "messageType": "jms/text-message",
                  "deliveryMode": 1,
                  "replyTo": null,
                  "type": null,
                  "expiration": "60000",
                  "priority": 1,
                  "correlationId": "myJMSCoID",
                  "redelivered": false,
                  "destination": {"physicalName": "orders"},
                  "data": "eyJvcmRlciI6IDQyfQ==",
                  "timestamp": 1710270238123,
                  "brokerInTime": 1710270238124,
                  "brokerOutTime": 1710270238125,
                  "properties": {"index": "1", "doubleAlarm": false}
                }
              ]
            }
            """#)

    private static let rabbitMQ = EventKind(
        "rabbitmq", RabbitMQEvent.self, "messages of a RabbitMQ broker",
        when: { $0["eventSource"] == "aws:rmq" || $0.has("rmqMessagesByQueue") },
        sample: #"""
            {
              "eventSource": "aws:rmq",
              "eventSourceArn": "arn:aws:mq:eu-west-1:111122223333:broker:orders:b-9bcfa592-423a",
              "rmqMessagesByQueue": {
                "orders::/": [
                  {
                    "basicProperties": {
                      "contentType": "text/plain",
                      "contentEncoding": null,
                      "headers": {
                        "header1": {"bytes": [118, 97, 108, 117, 101, 49]},
                        "numberInHeader": 10
                      },
                      "deliveryMode": 1,
                      "priority": 34,
                      "correlationId": null,
                      "replyTo": null,
                      "expiration": "60000",
                      "messageId": null,
                      "timestamp": "Jan 1, 1970, 12:33:41 AM",
                      "type": null,
                      "userId": "AIDACKCEVSQ6C2EXAMPLE",
                      "appId": null,
                      "clusterId": null,
                      "bodySize": 80
                    },
                    "redelivered": false,
                    "data": "eyJ0aW1lb3V0IjowLCJkYXRhIjoiQ1pybWYwR3c4T3Y0YnFMUXhENEUifQ=="
                  }
                ]
              }
            }
            """#)
}
