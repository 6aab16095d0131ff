internal import COpenSSL
internal import SmugJSON

/// The only place that calls libcrypto.
///
/// Nothing here can fail on account of its input. A libcrypto without SHA-256, or one that is out
/// of memory, ends the process.
enum Libcrypto {
    /// Looked up once: `EVP_sha256()` makes each use search the providers under a lock.
    nonisolated(unsafe) static let sha256 = unsafe EVP_MD_fetch(nil, "SHA256", nil)

    static func sha256(_ message: some Collection<UInt8>) -> [UInt8] {
        unsafe withBytes(of: message) { source in
            unsafe [UInt8](unsafeUninitializedCapacity: SHA256Digest.byteCount) { digest, count in
                let done = unsafe EVP_Digest(
                    source.baseAddress, source.count, digest.baseAddress, nil, sha256, nil)
                precondition(done == 1, "libcrypto cannot compute SHA-256")
                count = SHA256Digest.byteCount
            }
        }
    }

    /// SHA-1 as forty lower-case digits, for names of files alone.
    static func sha1Hexadecimal(of text: String) -> String {
        let bytes = Array(text.utf8)
        let digest = unsafe bytes.withUnsafeBufferPointer { source in
            unsafe [UInt8](unsafeUninitializedCapacity: 20) { digest, count in
                let done = unsafe EVP_Digest(
                    source.baseAddress, source.count, digest.baseAddress, nil, EVP_sha1(), nil)
                precondition(done == 1, "libcrypto cannot compute SHA-1")
                count = 20
            }
        }
        var digits: [UInt8] = []
        HexadecimalDigits.append(digest.span, to: &digits)
        return String(decoding: digits, as: UTF8.self)
    }

    static func hmacSHA256(key: [UInt8], _ message: some Collection<UInt8>) -> [UInt8] {
        unsafe withBytes(of: message) { source in
            unsafe key.withUnsafeBufferPointer { key in
                unsafe [UInt8](unsafeUninitializedCapacity: SHA256Digest.byteCount) { code, count in
                    let done = unsafe HMAC(
                        sha256, key.baseAddress, Int32(clamping: key.count), source.baseAddress,
                        source.count, code.baseAddress, nil)
                    precondition(unsafe done != nil, "libcrypto cannot compute HMAC-SHA-256")
                    count = SHA256Digest.byteCount
                }
            }
        }
    }

    /// Compares in a time that depends on the lengths only.
    static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return unsafe left.withUnsafeBytes { left in
            unsafe right.withUnsafeBytes { right in
                unsafe CRYPTO_memcmp(left.baseAddress, right.baseAddress, left.count) == 0
            }
        }
    }

    /// Base64 with padding and without line breaks, RFC 4648 section 4.
    static func base64(_ bytes: [UInt8]) -> [UInt8] {
        let capacity = (bytes.count + 2) / 3 * 4
        return unsafe bytes.withUnsafeBufferPointer { source in
            // EVP_EncodeBlock ends what it writes with a NUL.
            unsafe [UInt8](unsafeUninitializedCapacity: capacity + 1) { output, count in
                count = Int(
                    unsafe EVP_EncodeBlock(
                        output.baseAddress, source.baseAddress, Int32(clamping: source.count)))
            }
        }
    }

    private static func withBytes<Result>(
        of message: some Collection<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        if let result = message.withContiguousStorageIfAvailable(body) { return result }
        return unsafe Array(message).withUnsafeBufferPointer(body)
    }
}
