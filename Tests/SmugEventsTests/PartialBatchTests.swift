import SmugEvents
import Synchronization
import Testing

@Suite struct PartialBatchTests {
    private struct Refused: Error {}

    /// What has run and what has failed, in order.
    private final class Record: Sendable {
        let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    private func queue(_ messages: [(id: String, group: String?)]) -> SQSEvent {
        SQSEvent {
            $0.records = messages.map { message in
                SQSEvent.Message {
                    $0.messageId = message.id
                    $0.attributes.messageGroupId = message.group
                }
            }
        }
    }

    @Test(arguments: [1, 2, 10])
    func `of a queue those that failed are named, in order`(concurrency: Int) async {
        let record = Record()
        let event = queue((1...6).map { ("\($0)", nil) })
        let response = await event.handleEach(concurrency: concurrency) { message in
            if ["2", "5"].contains(message.messageId) { throw Refused() }
            record.add(message.messageId)
        } onFailure: { message, error in
            #expect(error is Refused)
            record.add("failed \(message.messageId)")
        }
        #expect(response.batchItemFailures.map(\.itemIdentifier) == ["2", "5"])
        #expect(record.all.sorted() == ["1", "3", "4", "6", "failed 2", "failed 5"])
    }

    @Test func `behind a failure no message of its group runs`() async {
        let record = Record()
        let event = queue([("1", "a"), ("2", "b"), ("3", "a"), ("4", "b"), ("5", "a")])
        let response = await event.handleEach { message in
            if message.messageId == "3" { throw Refused() }
            record.add(message.messageId)
        } onFailure: { _, _ in
        }
        #expect(response.batchItemFailures.map(\.itemIdentifier) == ["3", "5"])
        #expect(record.all.sorted() == ["1", "2", "4"])
    }

    @Test func `what was not begun when the invocation is cancelled has failed`() async {
        let event = queue([("1", nil), ("2", nil)])
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await event.handleEach { _ in
            } onFailure: { _, _ in
            }
        }
        #expect(await task.value.batchItemFailures.count == 2)
    }

    @Test func `of a stream only the first failure is named, and nothing behind it runs`() async {
        let record = Record()
        let event = KinesisEvent {
            $0.records = ["1", "2", "3"].map { number in
                KinesisEvent.Record { $0.kinesis.sequenceNumber = number }
            }
        }
        let response = await event.handleEach { item in
            record.add(item.kinesis.sequenceNumber)
            if item.kinesis.sequenceNumber == "2" { throw Refused() }
        } onFailure: { _, _ in
        }
        #expect(response.batchItemFailures.map(\.itemIdentifier) == ["2"])
        #expect(record.all == ["1", "2"])
    }

    @Test func `of a table's changes too, and an empty batch is done`() async {
        let event = DynamoDBEvent {
            $0.records = [DynamoDBEvent.Record { $0.change.sequenceNumber = "7" }]
        }
        let response = await event.handleEach { _ in
            throw Refused()
        } onFailure: { _, _ in
        }
        #expect(response.batchItemFailures.map(\.itemIdentifier) == ["7"])
        #expect(
            await DynamoDBEvent().handleEach { _ in
            } onFailure: { _, _ in
            } == BatchResponse())
    }
}
