internal import SmugJSON

/// Decoding and encoding of events, where the runtime does not do it.
public enum EventCoding {
    /// Decodes a value from JSON.
    ///
    /// - Throws: a `DecodingError` with the path to what is wrong.
    public static func decode<T: Decodable>(_ type: T.Type, from json: [UInt8]) throws -> T {
        try JSONBytesDecoder().decode(type, from: json)
    }

    /// Decodes a value from JSON.
    ///
    /// - Throws: a `DecodingError` with the path to what is wrong.
    public static func decode<T: Decodable>(_ type: T.Type, from json: String) throws -> T {
        try decode(type, from: Array(json.utf8))
    }

    /// Encodes a value as JSON.
    public static func encode(_ value: some Encodable) throws -> [UInt8] {
        try JSONBytesEncoder().encode(value)
    }
}
