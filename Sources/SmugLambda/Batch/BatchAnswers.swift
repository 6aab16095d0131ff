internal import SmugHTTP
internal import SmugProtocol

/// The answers to a batch, as one document.
///
/// Lambda takes 6 MB. Where the answers are more than that the largest give way: their callers get
/// status 502, and everybody else their own.
public struct BatchAnswers: Sendable {
    /// What Lambda takes of a function that does not stream.
    public static let maxBytes = 6 * 1024 * 1024

    private struct Record: Sendable {
        let item: BatchEvent.Item
        var bytes: [UInt8]
    }

    private let maxBytes: Int
    private var records: [Record] = []

    /// No answers yet.
    public init(to batch: BatchEvent) {
        self.init(to: batch, maxBytes: Self.maxBytes)
    }

    init(to batch: BatchEvent, maxBytes: Int) {
        self.maxBytes = maxBytes
        records.reserveCapacity(batch.items.count)
    }

    /// Adds an answer, in any order; the gateway takes the first to each request.
    ///
    /// - Throws: a ``LambdaError`` where the answer says what no HTTP response can say, or comes in
    ///   a stream.
    public mutating func append(_ answer: HTTPAnswer, to item: BatchEvent.Item) throws {
        guard answer.stream == nil else {
            throw LambdaError("an answer in a stream was given to a batch that is answered whole")
        }
        append(try answer.checked(), to: item)
    }

    mutating func append(_ answer: CheckedAnswer, to item: BatchEvent.Item) {
        records.append(
            Record(
                item: item,
                bytes: BatchRecord.whole(
                    id: item.utf8[...], status: answer.status, fields: answer.fields,
                    body: answer.body[...], isLine: false)))
    }

    /// The document; what had to give way is in ``tooLarge`` of what ``finished()`` returns.
    public var bytes: [UInt8] { finished().bytes }

    /// The document, and the items whose answers were too large for it.
    public func finished() -> (bytes: [UInt8], tooLarge: [BatchEvent.Item]) {
        var records = records
        var size = 64 + records.reduce(0) { $0 + $1.bytes.count + 1 }
        var tooLarge: [BatchEvent.Item] = []
        let bySize = records.indices.sorted { records[$0].bytes.count > records[$1].bytes.count }
        for index in bySize where size > maxBytes {
            let item = records[index].item
            let refusal = Self.refusal(of: item)
            guard refusal.count < records[index].bytes.count else { break }
            size -= records[index].bytes.count - refusal.count
            records[index].bytes = refusal
            tooLarge.append(item)
        }
        var writer = BatchResponseWriter(capacity: size)
        for record in records { writer.append(record: record.bytes) }
        return (writer.finish(), tooLarge)
    }

    private static func refusal(of item: BatchEvent.Item) -> [UInt8] {
        let answer = CheckedAnswer.message(
            "the function's answers are larger than one invocation may carry", .badGateway)
        return BatchRecord.whole(
            id: item.utf8[...], status: answer.status, fields: answer.fields,
            body: answer.body[...], isLine: false)
    }
}
