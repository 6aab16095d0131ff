@testable import SmugEventCatalog
@testable import SmugEvents
@testable import SmugJSON

/// AWS's events as values.
enum KindFuzz {
    private static let kinds = EventCatalog.kinds.sorted { $0.name < $1.name }

    /// The first byte chooses the kind, the others are a payload: what reads as an event is written,
    /// and reads again as the same.
    static func events(_ input: [UInt8]) {
        guard let choice = input.first else { return }
        let kind = kinds[Int(choice) % kinds.count]
        guard let reading = try? kind.read(Array(input.dropFirst())) else { return }
        _ = reading.others
        guard let written = try? reading.json() else {
            preconditionFailure("an event cannot be written")
        }
        let again = try? kind.read(written).json()
        precondition(again == written, "an event does not survive")
    }

    /// What types read of their texts when they are asked.
    static func contents(_ input: [UInt8]) {
        let text = String(decoding: input, as: UTF8.self)
        _ = DateText(text).sinceEpoch
        _ = try? Base64Text(text: text).decode(as: JSONValue.self)
        _ = try? SQSEvent.Message { $0.body = text }.decodeBody(as: JSONValue.self)
        _ = S3Event.Object { $0.key = text }.decodedKey
    }

    /// Whatever is no gzip is an error, and nothing grows beyond its limit.
    static func gzip(_ input: [UInt8]) {
        guard let output = try? Gzip.unpack(input, maxBytes: 1 << 16) else { return }
        precondition(output.count <= 1 << 16, "more than was allowed")
    }

    /// A document decodes as a tree to what the reader makes of it.
    static func trees(_ input: [UInt8]) {
        let decoded = try? JSONBytesDecoder().decode(JSONValue.self, from: input)
        let parsed = try? JSONValue(parsing: input)
        precondition((decoded == nil) == (parsed == nil), "one of two reads it")
        guard let decoded else { return }
        guard let written = try? JSONBytesEncoder().encode(decoded) else {
            preconditionFailure("a tree cannot be written")
        }
        let again = try? JSONBytesDecoder().decode(JSONValue.self, from: written)
        precondition(again == decoded, "a tree does not survive")
    }
}
