internal import SmugJSON

/// What the messages of an InvokeWithResponseStream answer mean.
///
/// The bytes come in pieces of any size. The answer is whole only after InvokeComplete: ask
/// ``finish()`` when the bytes are over.
package struct LambdaStreamDecoder: Sendable {
    /// One message that says something.
    package enum Event: Hashable, Sendable {
        /// A part of what the function writes, as Lambda has cut it.
        case payload(ArraySlice<UInt8>)
        /// The function has ended well.
        ///
        /// `logResult` is the end of its log, in base 64, where it was asked for.
        case complete(logResult: String?)
    }

    private var messages = EventStreamDecoder()
    /// Whether the function has ended well: nothing more is to come.
    package private(set) var isComplete = false

    package init() {}

    /// Takes the next bytes, of which ``next()`` then makes events.
    package mutating func append(_ part: [UInt8]) {
        messages.append(part)
    }

    /// The next event; `nil` where more bytes are needed for it.
    ///
    /// Messages of unknown kinds are passed over.
    ///
    /// - Throws: where the function or Lambda failed, and for bytes that are no event stream.
    package mutating func next() throws(LambdaError) -> Event? {
        while !isComplete, let message = try nextMessage() {
            if let event = try event(of: message) { return event }
        }
        return nil
    }

    /// - Throws: where the answer is not whole.
    package func finish() throws(LambdaError) {
        guard !isComplete else { return }
        let reason =
            messages.isBetweenMessages
            ? "the answer ended without InvokeComplete" : "\(EventStreamError.truncated)"
        throw LambdaError(.transport(.connectionLost(requestSent: true)), message: reason)
    }

    private mutating func nextMessage() throws(LambdaError) -> EventStreamMessage? {
        do throws(EventStreamError) {
            return try messages.next()
        } catch {
            throw LambdaError(.transport(.malformedResponse), message: error.description)
        }
    }

    private mutating func event(of message: EventStreamMessage) throws(LambdaError) -> Event? {
        switch Self.text(message, ":message-type") {
        case "event": break
        case "exception":
            throw LambdaError(
                exception: Self.text(message, ":exception-type") ?? "",
                payload: Array(message.payload))
        case "error":
            throw LambdaError(
                exception: Self.text(message, ":error-code") ?? "",
                message: Self.text(message, ":error-message"))
        default: return nil
        }
        switch Self.text(message, ":event-type") {
        case "PayloadChunk": return .payload(message.payload)
        case "InvokeComplete":
            let document = (try? JSONValue(parsing: Array(message.payload)))?.object
            if let code = document?["ErrorCode"]?.string, !code.isEmpty {
                throw LambdaError(
                    streamErrorCode: code, details: document?["ErrorDetails"]?.string ?? "")
            }
            isComplete = true
            return .complete(logResult: document?["LogResult"]?.string)
        default: return nil
        }
    }

    private static func text(_ message: EventStreamMessage, _ name: StaticString) -> String? {
        message.text(name).map { String(decoding: $0, as: UTF8.self) }
    }
}
