import SmugProtocol
import TestSupport
import Testing

@Suite struct Base64Tests {
    private func encode(_ bytes: [UInt8]) -> String {
        var output: [UInt8] = []
        Base64.append(bytes.span, to: &output)
        #expect(output.count == Base64.encodedCount(of: bytes.count))
        return String(decoding: output, as: UTF8.self)
    }

    private func decode(_ text: String) -> [UInt8]? { Base64.decode(Array(text.utf8).span) }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
    func `the vectors of RFC 4648 hold both ways`(text: String, encoded: String) {
        #expect(encode(Array(text.utf8)) == encoded)
        #expect(decode(encoded) == Array(text.utf8))
        #expect(decode(encoded.filter { $0 != "=" }) == Array(text.utf8))
    }

    @Test(arguments: [
        "Z", "Zg=a", "Zg===", "=", "==", "Zm9v=", "Zm9v==", "Zm8==", "Z===", "Zm9vZ", "Zm 9v",
        "Zm9v\n", "Zm-v", "Zm_v", "Zh==", "Zm9=", "Zm9vé", "Zm=v", "====",
    ])
    func `anything else is refused`(text: String) {
        #expect(decode(text) == nil)
    }

    @Test func `part of the padding is enough`() {
        #expect(decode("Zg=") == Array("f".utf8))
    }

    @Test(arguments: 0..<UInt64(20))
    func `random bytes come back`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for count in 0..<70 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(decode(encode(bytes)) == bytes)
            _ = Base64.decode(bytes.span)
        }
    }
}
