/// What a signature says of the body.
package enum SignedPayload: Sendable {
    /// These bytes, hashed when the request is signed.
    case bytes([UInt8])
    /// Bytes hashed before.
    case hash(SHA256Digest)
    /// Nothing: only S3 takes that, and only over TLS is it wise.
    case unsigned

    static let unsignedText = [UInt8]("UNSIGNED-PAYLOAD".utf8)

    /// The last line of the canonical request.
    var text: [UInt8] {
        switch self {
        case .bytes(let bytes) where bytes.isEmpty: SHA256Digest.ofNothing.hexadecimal
        case .bytes(let bytes): SHA256Digest(of: bytes).hexadecimal
        case .hash(let digest): digest.hexadecimal
        case .unsigned: Self.unsignedText
        }
    }
}
