internal import SmugJSON

/// The SHA-256 hash of a payload, 32 bytes.
package struct SHA256Digest: Sendable {
    static let byteCount = 32

    /// The hash of no bytes at all.
    package static let ofNothing = SHA256Digest(of: EmptyCollection())

    /// Thirty-two bytes.
    package let bytes: [UInt8]

    /// Hashes a whole message: about a millisecond for every two megabytes.
    package init(of message: some Collection<UInt8>) {
        bytes = Libcrypto.sha256(message)
    }

    /// Sixty-four lower-case digits.
    package var hexadecimal: [UInt8] {
        var digits: [UInt8] = []
        HexadecimalDigits.append(bytes.span, to: &digits)
        return digits
    }
}

extension SHA256Digest: Hashable {
    /// Compares in constant time.
    package static func == (left: Self, right: Self) -> Bool {
        Libcrypto.isEqual(left.bytes, right.bytes)
    }
}
