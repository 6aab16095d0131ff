internal import SmugHTTP

extension S3Event.Object {
    /// The key as the bucket has it; ``key`` is encoded like a form's value.
    public var decodedKey: String { S3Key.decode(key) }
}

extension S3BatchJobEvent.Task {
    /// The key as the bucket has it; ``s3Key`` is encoded like a form's value.
    public var decodedKey: String { S3Key.decode(s3Key) }
}

/// Keys as S3 writes them into events.
enum S3Key {
    /// The key itself, or `text` as it is where it is not encoded.
    static func decode(_ text: String) -> String {
        let spaced = text.utf8.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        let key = PercentEncoding.decode(spaced[...])
        return key.flatMap { String(validating: $0, as: UTF8.self) } ?? text
    }
}
