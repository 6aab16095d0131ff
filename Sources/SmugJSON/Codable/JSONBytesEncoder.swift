/// Encodes values as JSON bytes, as Foundation's `JSONEncoder` does with its defaults.
///
/// It needs no Foundation, and writes as it goes: members stand in the order in which a type encodes
/// them. Of a key that a type encodes twice the last value counts, as there. Unlike Foundation's it
/// leaves `/` as it is.
public struct JSONBytesEncoder: Sendable {
    /// What types find as their encoder's `userInfo`.
    public var userInfo: [CodingUserInfoKey: any Sendable] = [:]

    /// An encoder for any number of values.
    public init() {}

    /// Encodes a value as a whole document, without white space.
    ///
    /// - Throws: `EncodingError.invalidValue` for a number that is not finite and for a value that
    ///   encodes nothing, or what a type's `encode(to:)` throws.
    public func encode(_ value: some Encodable) throws -> [UInt8] {
        let output = JSONOutput(userInfo: userInfo)
        try output.encode(value)
        guard !output.writer.bytes.isEmpty else {
            throw EncodingError.invalidValue(
                value,
                EncodingError.Context(
                    codingPath: [],
                    debugDescription: "a value of type \(type(of: value)) encoded nothing"))
        }
        return output.finish()
    }
}
