import Testing

@testable import SmugAWS

@Suite struct LibcryptoTests {
    struct Hash: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let message: [UInt8]
        let hexadecimal: String
    }

    @Test(arguments: [
        Hash(
            testDescription: "nothing", message: [],
            hexadecimal: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        Hash(
            testDescription: "abc", message: Array("abc".utf8),
            hexadecimal: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        Hash(
            testDescription: "a million times a", message: Array(repeating: 0x61, count: 1_000_000),
            hexadecimal: "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ])
    func `SHA-256 gives the vectors of FIPS 180`(vector: Hash) {
        let digest = SHA256Digest(of: vector.message)
        #expect(String(decoding: digest.hexadecimal, as: UTF8.self) == vector.hexadecimal)
    }

    @Test func `A hash does not depend on how the bytes are stored`() {
        let bytes = Array("0123456789".utf8)
        #expect(SHA256Digest(of: bytes[2..<7]) == SHA256Digest(of: Array(bytes[2..<7])))
        #expect(SHA256Digest(of: bytes.lazy.filter { _ in true }.map { $0 }) == .init(of: bytes))
        #expect(SHA256Digest(of: bytes[2..<7]) != SHA256Digest(of: bytes))
    }

    struct Code: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let key: [UInt8]
        let message: [UInt8]
        let hexadecimal: String
    }

    @Test(arguments: [
        Code(
            testDescription: "RFC 4231, 1", key: Array(repeating: 0x0B, count: 20),
            message: Array("Hi There".utf8),
            hexadecimal: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        Code(
            testDescription: "RFC 4231, 2", key: Array("Jefe".utf8),
            message: Array("what do ya want for nothing?".utf8),
            hexadecimal: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        Code(
            testDescription: "RFC 4231, 6, a key longer than a block",
            key: Array(repeating: 0xAA, count: 131),
            message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            hexadecimal: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
    ])
    func `HMAC gives the vectors of RFC 4231`(vector: Code) {
        let code = Libcrypto.hmacSHA256(key: vector.key, vector.message)
        #expect(String(decoding: code.hexadecimal, as: UTF8.self) == vector.hexadecimal)
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"), ("\u{FF}\u{3FF}", "w7/Pvw=="),
    ])
    func `Base64 gives the vectors of RFC 4648`(text: String, expected: String) {
        #expect(Libcrypto.base64(Array(text.utf8)) == Array(expected.utf8))
    }

    @Test func `Base64 breaks no lines`() {
        let encoded = Libcrypto.base64(Array(repeating: 0, count: 300))
        #expect(encoded == Array(repeating: UInt8(ascii: "A"), count: 400))
    }

    @Test func `Equality looks at every byte and at the length`() {
        #expect(Libcrypto.isEqual([], []))
        #expect(Libcrypto.isEqual([1, 2, 3], [1, 2, 3]))
        #expect(!Libcrypto.isEqual([1, 2, 3], [1, 2, 4]))
        #expect(!Libcrypto.isEqual([1, 2, 3], [0, 2, 3]))
        #expect(!Libcrypto.isEqual([1, 2, 3], [1, 2]))
    }
}
