internal import SmugHTTP

/// Cuts an event stream into messages, in pieces of any size.
///
/// Each message is checked by both of its checksums before any of it is handed out. After an error
/// every further call throws the same one.
package struct EventStreamDecoder: Sendable {
    /// The largest payload of a message.
    package static let maxPayloadBytes = 16 * 1024 * 1024
    /// The largest headers of a message, in all.
    package static let maxHeaderBytes = 128 * 1024

    /// Two lengths and their checksum.
    static let preludeBytes = 12
    /// The prelude, and the checksum at the end.
    static let frameBytes = 16

    private var bytes: [UInt8] = []
    /// Where the message at hand begins.
    private var start = 0
    /// The lengths of the message at hand, once its prelude is there and right.
    private var prelude: (total: Int, headers: Int)?
    private var failure: EventStreamError?

    package init() {}

    /// Whether everything so far was whole messages.
    package var isBetweenMessages: Bool { start == bytes.count && failure == nil }

    /// Takes the next bytes, of which ``next()`` then makes messages.
    package mutating func append(_ part: [UInt8]) {
        if start == bytes.count {
            bytes = part
        } else {
            bytes.removeFirst(start)
            bytes += part
        }
        start = 0
    }

    /// The next message; `nil` where more bytes are needed for it.
    package mutating func next() throws(EventStreamError) -> EventStreamMessage? {
        if let failure { throw failure }
        do {
            return try message()
        } catch {
            failure = error
            bytes = []
            start = 0
            throw error
        }
    }

    private mutating func message() throws(EventStreamError) -> EventStreamMessage? {
        if prelude == nil { prelude = try readPrelude() }
        guard let prelude, bytes.count - start >= prelude.total else {
            return nil
        }
        let end = start + prelude.total
        guard hasChecksum(start..<end - 4) else { throw .messageChecksum }
        let content = Array(bytes[start + Self.preludeBytes..<end - 4])
        start = end
        self.prelude = nil
        return try EventStreamMessage(content, headerBytes: prelude.headers)
    }

    private func readPrelude() throws(EventStreamError) -> (total: Int, headers: Int)? {
        guard bytes.count - start >= Self.preludeBytes else { return nil }
        guard hasChecksum(start..<start + 8) else { throw .preludeChecksum }
        let total = Int(word(at: start))
        let headers = Int(word(at: start + 4))
        guard headers <= Self.maxHeaderBytes else { throw .headersTooLarge(headers) }
        guard total >= Self.frameBytes + headers else { throw .messageTooSmall(total) }
        guard total - Self.frameBytes - headers <= Self.maxPayloadBytes else {
            throw .messageTooLarge(total)
        }
        return (total, headers)
    }

    /// Whether the checksum of a range stands behind it.
    private func hasChecksum(_ range: Range<Int>) -> Bool {
        CRC32.of(bytes.span.extracting(range)) == word(at: range.upperBound)
    }

    private func word(at index: Int) -> UInt32 {
        bytes[index..<index + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
