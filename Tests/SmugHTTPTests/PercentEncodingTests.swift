import SmugHTTP
import Testing

@Suite struct PercentEncodingTests {
    @Test(arguments: [
        ("", ""), ("abc", "abc"), ("a%20b", "a b"), ("%41%5a%5A", "AZZ"), ("a+b", "a+b"),
        ("%2f", "/"),
        ("%c3%A9", "é"), ("%25", "%"),
    ])
    func `escapes are decoded`(text: String, expected: String) {
        let decoded = PercentEncoding.decode(Array(text.utf8)[...])
        #expect(decoded == Array(expected.utf8))
    }

    @Test(arguments: ["%", "%4", "a%", "%g0", "%0g", "%%41", "% 1", "%u0041"])
    func `a malformed escape is refused`(_ text: String) {
        #expect(PercentEncoding.decode(Array(text.utf8)[...]) == nil)
    }

    @Test func `bytes are encoded but those that stay`() {
        let text = "AZaz09-._~/ +%é&="
        #expect(
            PercentEncoding.encode(text, keeping: .unreserved)
                == "AZaz09-._~%2F%20%2B%25%C3%A9%26%3D")
        #expect(
            PercentEncoding.encode(text, keeping: .path) == "AZaz09-._~/%20%2B%25%C3%A9%26%3D")
    }

    @Test(arguments: [PercentEncoding.Keeping.unreserved, .path])
    func `every byte makes the round trip`(keeping: PercentEncoding.Keeping) {
        let bytes = (0...255).map { UInt8($0) }
        let encoded = PercentEncoding.encode(bytes[...], keeping: keeping)
        #expect(PercentEncoding.decode(encoded[...]) == bytes)
        #expect(PercentEncoding.decode((encoded + encoded)[encoded.count...]) == bytes)
    }
}
