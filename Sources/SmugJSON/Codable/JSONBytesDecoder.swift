/// Decodes values from JSON bytes, as Foundation's `JSONDecoder` does with its defaults.
///
/// It needs no Foundation, and decodes several times as fast. The differences:
/// - Strict: what RFC 8259 does not allow is a fault, a byte order mark too; at most 128 levels.
/// - Names are compared byte by byte, not as Unicode's equivalents.
/// - Foundation's own types decode as their `Codable` says: `Date` from a number as there, but `Data`
///   from an array of numbers and `URL` from an object.
/// - In the path of an error names and indices are keys of the decoder's own type.
///
/// An error is a `DecodingError`; its `jsonMessage` says where and what in one line.
public struct JSONBytesDecoder: Sendable {
    /// What types find as their decoder's `userInfo`.
    public var userInfo: [CodingUserInfoKey: any Sendable] = [:]

    /// What an escaped half of a surrogate pair decodes to.
    public var loneSurrogates = LoneSurrogates.refuse

    /// A decoder for any number of documents.
    public init() {}

    /// Decodes a value from a whole document.
    ///
    /// - Parameter range: the part of `bytes` that is the document; by default all.
    /// - Throws: a `DecodingError`, or what an initializer of a type throws.
    public func decode<T: Decodable>(
        _ type: T.Type, from bytes: [UInt8], in range: Range<Int>? = nil
    ) throws -> T {
        let tape = try JSONTape(
            bytes, in: range, loneSurrogates: loneSurrogates, userInfo: userInfo)
        return try tape.decode(type, at: 0)
    }
}
