/// Why bytes are no event stream (`application/vnd.amazon.eventstream`).
package enum EventStreamError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The checksum of a message's first eight bytes is another one.
    case preludeChecksum
    /// The checksum of a whole message is another one.
    case messageChecksum
    /// A message says that it is larger than messages may be, in bytes.
    case messageTooLarge(Int)
    /// A message says that its headers are larger than headers may be, in bytes.
    case headersTooLarge(Int)
    /// A message says that it is smaller than its own frame and headers, in bytes.
    case messageTooSmall(Int)
    /// The headers do not end where the message says that they do.
    case headersTruncated
    /// A header's value has a type that does not exist.
    case unknownHeaderType(UInt8)
    /// A header without a name.
    case emptyHeaderName
    /// The stream ends in the middle of a message.
    case truncated

    package var description: String {
        switch self {
        case .preludeChecksum: "the checksum of a message's prelude is wrong"
        case .messageChecksum: "the checksum of a message is wrong"
        case .messageTooLarge(let size): "a message of \(size) bytes is too large"
        case .headersTooLarge(let size): "headers of \(size) bytes are too large"
        case .messageTooSmall(let size): "a message of \(size) bytes is too small for its headers"
        case .headersTruncated: "a message's headers are cut off"
        case .unknownHeaderType(let type): "a header has the unknown type \(type)"
        case .emptyHeaderName: "a header has no name"
        case .truncated: "the stream ends in the middle of a message"
        }
    }
}
