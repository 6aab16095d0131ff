internal import SmugJSON
internal import SmugProtocol

/// A batch of HTTP requests, for functions that go through it themselves.
///
/// ```swift
/// LambdaFunction { event, context in
///     guard let batch = try BatchEvent(event) else { throw NoBatch() }
///     var answers = BatchAnswers(to: batch)
///     for item in batch.items { answers.append(.text("for \(item.id)"), to: item) }
///     return answers.bytes
/// }
/// ```
///
/// ``batchAdapter(concurrency:_:)`` and ``streamingBatchAdapter(concurrency:_:)`` do this for a
/// handler of single requests.
public struct BatchEvent: Sendable {
    /// One request of a batch.
    public struct Item: Sendable {
        /// Which of the batch it is: the answer bears the same id.
        public let id: String
        let utf8: [UInt8]
        private let event: [UInt8]
        private let range: Range<Int>

        init(utf8: [UInt8], event: [UInt8], range: Range<Int>) {
            id = String(decoding: utf8, as: UTF8.self)
            self.utf8 = utf8
            self.event = event
            self.range = range
        }

        /// The request's own event, in JSON.
        public var rawEvent: ArraySlice<UInt8> { event[range] }

        /// Reads the request.
        ///
        /// - Throws: a ``LambdaError`` where it is no HTTP event.
        public func request() throws -> HTTPEvent { try HTTPEvent(event, in: range) }
    }

    /// The requests that can be answered, in the gateway's order, each with an id of its own.
    public let items: [Item]

    /// Why requests were left out: they have no id, or that of an earlier one.
    ///
    /// No answer would find them; the gateway tells their callers so.
    public let refusals: [String]

    /// The route that all requests share, as the gateway names it; empty where it does not.
    public let route: String

    /// When the first request came, in milliseconds since 1970; `nil` where the gateway does not say.
    public let receivedAtMilliseconds: Int?

    /// Reads an event; `nil` where it is no batch.
    ///
    /// - Throws: a ``LambdaError`` for what is no JSON, and for a batch of a later version.
    public init?(_ event: [UInt8]) throws {
        let batch: BatchRequest
        do throws(BatchRequestError) {
            guard let read = try BatchRequest(event) else { return nil }
            batch = read
        } catch {
            throw LambdaError(error.description)
        }
        var seen: Set<[UInt8]> = []
        var refusals: [String] = []
        items = batch.items.compactMap { item -> Item? in
            guard let id = item.id, !id.isEmpty else {
                refusals.append("a request of the batch has no requestContext.requestId")
                return nil
            }
            guard seen.insert(id).inserted else {
                let name = String(decoding: id, as: UTF8.self)
                refusals.append("another request of the batch has the id \(name) already")
                return nil
            }
            return Item(utf8: id, event: event, range: item.range)
        }
        self.refusals = refusals
        let meta = Self.meta(of: event)
        route = meta?["route"]?.string ?? ""
        receivedAtMilliseconds = meta?["receivedAtMs"]?.int
    }

    private static func meta(of event: [UInt8]) -> JSONValue? {
        var reader = JSONReader(event, loneSurrogates: .replace)
        guard (try? reader.next()) == .beginObject else { return nil }
        while case .key(let key)? = try? reader.next() {
            if reader.equals(key, "meta") { return try? reader.tree() }
            guard (try? reader.skipValue()) != nil else { return nil }
        }
        return nil
    }
}
