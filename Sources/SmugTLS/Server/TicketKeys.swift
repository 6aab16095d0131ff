internal import COpenSSL
internal import SmugLoop
internal import Synchronization

/// The keys of the tickets that clients resume their sessions with (RFC 5077 section 4).
///
/// One set for all loops, which outlives a change of certificates.
final class TicketKeys: Sendable {
    /// How long a session may be resumed.
    static let sessionSeconds = 7200

    /// What seals tickets: AES-256 and HMAC-SHA-256, under a name that stands in the ticket.
    private struct Key: Sendable {
        static let nameBytes = 16
        static let secretBytes = 32

        let name: [UInt8]
        let cipher: [UInt8]
        let mac: [UInt8]

        /// `nil` where the system gives no randomness.
        init?() {
            var bytes = [UInt8](repeating: 0, count: Self.nameBytes + 2 * Self.secretBytes)
            guard unsafe RAND_bytes(&bytes, Int32(bytes.count)) == 1 else { return nil }
            name = Array(bytes[..<Self.nameBytes])
            cipher = Array(bytes[Self.nameBytes...].prefix(Self.secretBytes))
            mac = Array(bytes.suffix(Self.secretBytes))
        }
    }

    private let ring = Mutex(TicketKeyRing<Key>())

    /// Answers OpenSSL's question for the key of a ticket, as it says in
    /// `SSL_CTX_set_tlsext_ticket_key_evp_cb(3)`: sets both contexts up, and returns 1, or 2 where
    /// the ticket should be renewed, or 0 where it cannot be opened, or -1 for an error.
    func answer(
        _ name: UnsafeMutablePointer<UInt8>?, _ vector: UnsafeMutablePointer<UInt8>?,
        cipher: OpaquePointer?, mac: OpaquePointer?, seals: Bool
    ) -> Int32 {
        guard let name = unsafe name, let vector = unsafe vector else { return -1 }
        let names = unsafe UnsafeMutableBufferPointer(start: name, count: Key.nameBytes)
        let key: Key
        var isCurrent = true
        if seals {
            let found = ring.withLock { $0.sealing(at: EventLoop.now) { Key() } }
            guard let found else { return -1 }
            key = found
            unsafe _ = names.update(fromContentsOf: key.name)
            guard unsafe RAND_bytes(vector, EVP_CIPHER_get_iv_length(EVP_aes_256_cbc())) == 1
            else { return -1 }
        } else {
            let wanted = unsafe Array(names)
            let found = ring.withLock { $0.opening(at: EventLoop.now) { $0.name == wanted } }
            guard let found else { return 0 }
            (key, isCurrent) = found
        }
        var secret = key.mac
        let begin = seals ? unsafe EVP_EncryptInit_ex : unsafe EVP_DecryptInit_ex
        guard unsafe begin(cipher, EVP_aes_256_cbc(), nil, key.cipher, vector) == 1,
            unsafe smug_evp_mac_set_key(mac, &secret, secret.count) == 1
        else { return -1 }
        return isCurrent ? 1 : 2
    }
}
