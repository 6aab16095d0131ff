import TestSupport
import Testing

@testable import SmugLocal

@Suite struct Base64Tests {
    /// RFC 4648, section 10.
    private static let vectors = [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ]

    @Test(arguments: vectors)
    func `the standard's vectors`(plain: String, text: String) {
        #expect(Base64.encode(Array(plain.utf8)) == Array(text.utf8))
        #expect(Base64.decode(Array(text.utf8)[...]) == Array(plain.utf8))
        #expect(Base64.decode(Array(text.filter { $0 != "=" }.utf8)[...]) == Array(plain.utf8))
    }

    @Test(arguments: ["Z", "Zg=", "Zg===", "Z===", "Zh==", "Zm9=", "Zm 9v", "Zm9v\n", "Zm-_", "="])
    func `what is no encoding is refused`(text: String) {
        #expect(Base64.decode(Array(text.utf8)[...]) == nil)
    }

    @Test(arguments: 0..<50)
    func `bytes survive`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let bytes = (0..<Int(seed)).map { _ in UInt8.random(in: 0...255, using: &random) }
        #expect(Base64.decode(Base64.encode(bytes)[...]) == bytes)
    }
}
