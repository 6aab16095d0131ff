internal import SmugProtocol

/// Bytes that stand in JSON as base 64, and are decoded when they are asked for.
public struct Base64Text: Hashable, Sendable, Codable, EventMember, Emptiable {
    /// The text as it stands.
    public var text: String

    /// Text that is base 64.
    public init(text: String) { self.text = text }

    /// Bytes.
    public init(_ bytes: [UInt8]) {
        var text: [UInt8] = []
        Base64.append(bytes.span, to: &text)
        self.text = String(decoding: text, as: UTF8.self)
    }

    /// No bytes.
    public init() { text = "" }

    /// Whether there are no bytes.
    public var isEmpty: Bool { text.isEmpty }

    /// The bytes; nil where the text is not base 64.
    ///
    /// They are decoded anew each time.
    public var bytes: [UInt8]? { Base64.decode(text.utf8.span) }

    /// The bytes as text; nil where they are not UTF-8.
    public var string: String? { bytes.flatMap { String(validating: $0, as: UTF8.self) } }

    /// Decodes the JSON that the bytes hold.
    ///
    /// - Throws: ``EventContentError`` where the text is not base 64; a `DecodingError` where the
    ///   bytes are no such value.
    public func decode<T: Decodable>(as type: T.Type) throws -> T {
        guard let bytes else { throw EventContentError.notBase64 }
        return try EventCoding.decode(type, from: bytes)
    }

    /// Text.
    public init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    /// Writes the text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
