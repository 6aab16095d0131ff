internal import COpenSSL
internal import SmugJSON

extension Libcrypto {
    /// A SHA-256 to use again and again: once it is made, a hash looks nothing up and asks for no
    /// memory.
    ///
    /// For one thread at a time.
    @safe final class Hash {
        private let context: OpaquePointer

        init() {
            unsafe context = Libcrypto.makeContext()
        }

        deinit {
            unsafe EVP_MD_CTX_free(context)
        }

        /// The hash of a message in lower-case hexadecimal.
        func digits(of message: [UInt8]) -> HashDigits {
            unsafe Libcrypto.begin(context)
            unsafe Libcrypto.update(context, message)
            return unsafe Libcrypto.digits(Libcrypto.finish(context))
        }
    }

    /// HMAC-SHA-256 (RFC 2104) with one key, of which the two key blocks are hashed only once.
    ///
    /// For one thread at a time.
    @safe final class KeyedHash {
        private static let blockBytes = 64

        private let inner: OpaquePointer
        private let outer: OpaquePointer
        private let work: OpaquePointer

        /// - Parameter key: at most 64 bytes, as every key is that is a SHA-256 itself.
        init(key: [UInt8]) {
            precondition(key.count <= Self.blockBytes, "the key is longer than a block")
            unsafe inner = Libcrypto.makeContext()
            unsafe outer = Libcrypto.makeContext()
            unsafe work = Libcrypto.makeContext()
            let padded = key + [UInt8](repeating: 0, count: Self.blockBytes - key.count)
            unsafe Libcrypto.update(inner, padded.map { $0 ^ 0x36 })
            unsafe Libcrypto.update(outer, padded.map { $0 ^ 0x5C })
        }

        deinit {
            unsafe EVP_MD_CTX_free(inner)
            unsafe EVP_MD_CTX_free(outer)
            unsafe EVP_MD_CTX_free(work)
        }

        /// The code of a message in lower-case hexadecimal.
        func digits(of message: [UInt8]) -> HashDigits {
            unsafe resume(inner)
            unsafe Libcrypto.update(work, message)
            let digest = unsafe Libcrypto.finish(work)
            unsafe resume(outer)
            unsafe withUnsafeBytes(of: digest) {
                let done = unsafe EVP_DigestUpdate(work, $0.baseAddress, $0.count)
                precondition(done == 1, "libcrypto cannot compute SHA-256")
            }
            return unsafe Libcrypto.digits(Libcrypto.finish(work))
        }

        private func resume(_ state: OpaquePointer) {
            let done = unsafe EVP_MD_CTX_copy_ex(work, state)
            precondition(done == 1, "libcrypto has no memory for a hash")
        }
    }

    /// A SHA-256 in lower-case hexadecimal.
    typealias HashDigits = [64 of UInt8]

    fileprivate typealias Digest = [32 of UInt8]

    fileprivate static func makeContext() -> OpaquePointer {
        guard let context = unsafe EVP_MD_CTX_new() else {
            preconditionFailure("libcrypto has no memory for a hash")
        }
        unsafe begin(context)
        return unsafe context
    }

    fileprivate static func begin(_ context: OpaquePointer) {
        let done = unsafe EVP_DigestInit_ex2(context, sha256, nil)
        precondition(done == 1, "libcrypto cannot compute SHA-256")
    }

    fileprivate static func update(_ context: OpaquePointer, _ message: [UInt8]) {
        unsafe message.withUnsafeBytes {
            let done = unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count)
            precondition(done == 1, "libcrypto cannot compute SHA-256")
        }
    }

    fileprivate static func finish(_ context: OpaquePointer) -> Digest {
        var digest = Digest(repeating: 0)
        unsafe withUnsafeMutableBytes(of: &digest) {
            let done = unsafe EVP_DigestFinal_ex(
                context, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), nil)
            precondition(done == 1, "libcrypto cannot compute SHA-256")
        }
        return digest
    }

    fileprivate static func digits(_ digest: Digest) -> HashDigits {
        var digits = HashDigits(repeating: 0)
        unsafe withUnsafeMutableBytes(of: &digits) {
            unsafe HexadecimalDigits.write(digest.span, to: $0)
        }
        return digits
    }
}
