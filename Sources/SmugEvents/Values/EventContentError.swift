/// Why what an event carries inside a string or in base 64 cannot be had.
public enum EventContentError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text is not base 64.
    case notBase64
    /// The bytes are not what gzip makes (RFC 1952), or are damaged.
    case notGzip
    /// The bytes would unpack to more than this limit.
    case tooLarge(maxBytes: Int)
    /// The member that carries the content is missing.
    case missing(member: String)

    /// What is wrong, for a person.
    public var description: String {
        switch self {
        case .notBase64: "the text is not base 64"
        case .notGzip: "the bytes are not gzip, or damaged"
        case .tooLarge(let maxBytes): "the bytes unpack to more than \(maxBytes) bytes"
        case .missing(let member): "the event has no \(member)"
        }
    }
}
