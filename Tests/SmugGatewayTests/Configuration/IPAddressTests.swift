import Testing

@testable import SmugGateway

@Suite struct IPAddressTests {
    @Test(arguments: ["0.0.0.0", "255.255.255.255", "10.1.2.3"])
    func `IPv4 addresses are known`(_ text: String) {
        #expect(IPAddress.isIPv4(text))
        #expect(!IPAddress.isIPv6(text))
    }

    @Test(arguments: ["", "1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.256", "a.b.c.d", "1..2.3"])
    func `other text is no IPv4 address`(_ text: String) {
        #expect(!IPAddress.isIPv4(text))
    }

    @Test(arguments: [
        "::", "::1", "1::", "1:2:3:4:5:6:7:8", "1::8", "1:2:3:4:5:6:7::", "::ffff:1.2.3.4",
        "1:2:3:4:5:6:1.2.3.4", "FE80::abcd",
    ])
    func `IPv6 addresses are known`(_ text: String) {
        #expect(IPAddress.isIPv6(text))
    }

    @Test(arguments: [
        "", ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "g::",
        "1:2:3:4:5:6:7:8::", "1.2.3.4::", "::1.2.3", ":1", "1:",
    ])
    func `other text is no IPv6 address`(_ text: String) {
        #expect(!IPAddress.isIPv6(text))
    }
}
