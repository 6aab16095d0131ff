/// The SHA-256 hash of a payload, 32 bytes.
package struct SHA256Digest: Sendable {
    static let byteCount = 32

    /// The hash of no bytes at all.
    package static let ofNothing = SHA256Digest(of: EmptyCollection())

    package let bytes: [UInt8]

    /// Hashes a whole message: about a millisecond for every two megabytes.
    package init(of message: some Collection<UInt8>) {
        bytes = Libcrypto.sha256(message)
    }

    /// Sixty-four lower-case digits.
    package var hexadecimal: [UInt8] { Hexadecimal.encode(bytes) }
}

extension SHA256Digest: Hashable {
    package static func == (left: Self, right: Self) -> Bool {
        Libcrypto.isEqual(left.bytes, right.bytes)
    }
}

/// Bytes as pairs of lower-case hexadecimal digits.
enum Hexadecimal {
    private static let digits = [UInt8]("0123456789abcdef".utf8)

    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return text
    }
}
