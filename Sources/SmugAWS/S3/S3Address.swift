/// Which object: `s3://bucket/key`.
package struct S3Address: Hashable, Sendable, CustomStringConvertible {
    package static let maxKeyBytes = 1024

    package let bucket: String
    /// As it is: nothing in it is an escape.
    package let key: String

    /// - Returns: `nil` where the bucket cannot be one, or the key is empty or longer than S3 takes.
    package init?(bucket: String, key: String) {
        guard Self.isBucket(bucket), (1...Self.maxKeyBytes).contains(key.utf8.count) else {
            return nil
        }
        self.bucket = bucket
        self.key = key
    }

    /// What follows `s3:` in an address: two slashes, the bucket, a slash and the key.
    package init?(hierarchicalPart text: Substring) {
        guard text.hasPrefix("//"), let slash = text.dropFirst(2).firstIndex(of: "/") else {
            return nil
        }
        self.init(
            bucket: String(text.dropFirst(2)[..<slash]),
            key: String(text[text.index(after: slash)...]))
    }

    /// Also the capitals and underscores of buckets of old in `us-east-1`.
    private static func isBucket(_ text: String) -> Bool {
        (3...255).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                ASCIIByte.isAlphanumeric($0) || "-._".utf8.contains($0)
            } && text.utf8.contains(where: ASCIIByte.isAlphanumeric)
    }

    package var description: String { "s3://\(bucket)/\(key)" }
}
