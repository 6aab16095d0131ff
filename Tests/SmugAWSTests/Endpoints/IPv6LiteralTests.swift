import Testing

@testable import SmugAWS

@Suite struct IPv6LiteralTests {
    @Test(arguments: [
        "::", "::1", "1::", "2001:db8::8:800:200c:417a", "1:2:3:4:5:6:7:8", "ABCD:EF01::",
        "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "::ffff:127.0.0.1", "1:2:3:4:5:6:127.0.0.1",
        "::127.0.0.1", "1::127.0.0.1",
    ])
    func `Addresses are taken`(text: String) {
        #expect(IPv6Literal.isValid(text[...]))
    }

    @Test(arguments: [
        "", ":", "1", ":::", "1:::2", "1::2::3", ":1", "1:", "1:2:3:4:5:6:7", "12345::",
        "1:2:3:4:5:6:7:8:9", "g::", "::1%eth0", "1:2:3:4:5:6:7:8::", ":1::", "::1:", "127.0.0.1",
        "::127.0.0.256", "::127.0.0", "::01.0.0.1", "1:2:3:4:5:6:7:127.0.0.1", "::127.0.0.1:1",
        ":127.0.0.1", "::+1", "1::2:3:4:5:6:7:8",
    ])
    func `Everything else is refused`(text: String) {
        #expect(!IPv6Literal.isValid(text[...]))
    }
}
