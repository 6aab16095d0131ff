import SmugEventCatalog
import SmugEvents
import SmugJSON
import Testing

@Suite struct ContentTests {
    private func sample<T: Decodable>(_ name: String, as type: T.Type) throws -> T {
        try EventCoding.decode(type, from: try #require(EventCatalog.kind(named: name)).sample)
    }

    private struct Order: Codable, Equatable {
        let order: Int
    }

    @Test func `a message's body is decoded on demand`() throws {
        let event = try sample("sqs", as: SQSEvent.self)
        #expect(try event.records[0].decodeBody(as: Order.self) == Order(order: 42))
        #expect(throws: DecodingError.self) { try event.records[1].decodeBody(as: Order.self) }
        #expect(event.records[0].attributes.approximateReceiveCount?.value == 1)
        #expect(
            event.records[0].attributes.sentTimestamp?.sinceEpoch
                == .milliseconds(1_710_270_238_123))
        #expect(event.records[0].messageAttributes["blob"]?.binaryValue?.bytes == [0, 1, 2])
    }

    @Test func `a topic's message is decoded on demand, in an envelope of SQS too`() throws {
        let event = try sample("sns", as: SNSEvent.self)
        let message = event.records[0].sns
        #expect(try message.decodeMessage(as: Order.self) == Order(order: 42))
        let body = String(decoding: try EventCoding.encode(message), as: UTF8.self)
        let queued = SQSEvent.Message { $0.body = body }
        #expect(try queued.decodeBody(as: SNSMessage.self) == message)
    }

    @Test func `lines of a log are unpacked`() throws {
        let event = try sample("cloudwatch-logs", as: CloudWatchLogsEvent.self)
        #expect(try event.decodeLogs().logEvents.map(\.message) == ["ERROR first", "ERROR second"])
        #expect(throws: EventContentError.tooLarge(maxBytes: 10)) {
            try event.decodeLogs(maxUnpackedBytes: 10)
        }
        let broken = CloudWatchLogsEvent { $0.logs.data = Base64Text(text: "!") }
        #expect(throws: EventContentError.notBase64) { try broken.decodeLogs() }
    }

    @Test func `bytes of records are decoded on demand`() throws {
        let kafka = try sample("kafka", as: KafkaEvent.self)
        let records = try #require(kafka.records["orders-0"])
        #expect(try records[0].value?.decode(as: Order.self) == Order(order: 42))
        #expect(records[0].headers?[0]["trace"]?.string == "abä")
        #expect(records[1].value == nil)
        let kinesis = try sample("kinesis", as: KinesisEvent.self)
        #expect(kinesis.records[0].kinesis.data.string == "Hello, this is a test.")
    }

    @Test func `keys of objects are decoded`() throws {
        let event = try sample("s3", as: S3Event.self)
        #expect(event.records[0].s3.object.decodedKey == "2024/a bä.json")
        #expect(S3Event.Object { $0.key = "100%" }.decodedKey == "100%")
    }

    @Test func `values of a table have their types`() throws {
        let event = try sample("dynamodb", as: DynamoDBEvent.self)
        let change = event.records[0].change
        #expect(event.records[0].eventName == .modify)
        #expect(change.keys["part"]?.number == "3.14159265358979323846264338327950288")
        #expect(change.newImage?["open"]?.bool == true)
        #expect(change.newImage?["lines"]?.list?.first?.map?["amount"]?.int == 3)
        #expect(change.newImage?["note"] == .null)
    }

    @Test func `the detail of an event is of any type, and told where it is not`() throws {
        let event = try sample("eventbridge", as: EventBridgeEvent<Order>.self)
        #expect(event.detail == Order(order: 42))
        #expect(event.detailType == "Order Placed")
        let text = #"{"detail": {"order": "x"}}"#
        let error = #expect(throws: DecodingError.self) {
            try EventCoding.decode(EventBridgeEvent<Order>.self, from: text)
        }
        #expect(error?.jsonPath == "$.detail.order")
    }

    @Test func `what is not known is kept within reach`() throws {
        let event = try EventCoding.decode(
            SQSEvent.self, from: #"{"Records": [{"body": {"a": 1}, "new": [true]}]}"#)
        #expect(event.records[0].others["new"] == [true])
        #expect(event.records[0].others["body"] == ["a": 1])
        #expect(event.records[0].body == "")
    }

    @Test func `a response that has no failures says so`() throws {
        let json = try EventCoding.encode(BatchResponse())
        #expect(String(decoding: json, as: UTF8.self) == #"{"batchItemFailures":[]}"#)
    }
}
