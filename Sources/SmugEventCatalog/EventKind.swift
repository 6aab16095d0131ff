internal import SmugEvents
internal import SmugJSON

/// One kind of event or answer: its name and type, how to tell it, and a sample.
package struct EventKind: Sendable {
    /// What it is called on the command line: `sqs`.
    package let name: String
    /// The Swift type: `SQSEvent`.
    package let type: String
    /// One line for the overview.
    package let summary: String
    /// A payload of this kind.
    package let sample: String
    /// Whether a payload looks like this kind.
    let matches: @Sendable (JSONValue) -> Bool
    private let decode: @Sendable ([UInt8]) throws -> any Encodable

    init<T: Codable & SendableMetatype>(
        _ name: String, _ type: T.Type, _ summary: String,
        when matches: @escaping @Sendable (JSONValue) -> Bool, sample: String
    ) {
        self.name = name
        self.type = "\(type)"
        self.summary = summary
        self.sample = sample
        self.matches = matches
        decode = { try EventCoding.decode(type, from: $0) }
    }

    /// Decodes a payload as this kind's type.
    ///
    /// - Throws: a `DecodingError`.
    package func read(_ payload: [UInt8]) throws -> EventReading {
        EventReading(try decode(payload))
    }
}
