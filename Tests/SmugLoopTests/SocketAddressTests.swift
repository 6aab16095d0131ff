import SmugLoop
import Testing

@Suite struct SocketAddressTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let host: String
        var description: String?
        var isLoopback = false

        var testDescription: String { host }
    }

    @Test(arguments: [
        Case(host: "127.0.0.1", description: "127.0.0.1:80", isLoopback: true),
        Case(host: "127.1.2.3", description: "127.1.2.3:80", isLoopback: true),
        Case(host: "0.0.0.0", description: "0.0.0.0:80"),
        Case(host: "::1", description: "[::1]:80", isLoopback: true),
        Case(host: "::", description: "[::]:80"),
        Case(host: "2001:db8::5", description: "[2001:db8::5]:80"),
        Case(host: ""), Case(host: "localhost"), Case(host: "127.1"), Case(host: "256.0.0.1"),
        Case(host: "1.2.3.4 "), Case(host: "[::1]"), Case(host: "1.2.3.4:80"), Case(host: ":::"),
    ])
    func `only numeric addresses are taken`(case: Case) {
        let address = SocketAddress(host: `case`.host, port: 80)
        #expect(address?.description == `case`.description)
        #expect(address?.isLoopback ?? false == `case`.isLoopback)
    }

    struct Spelling: CustomTestStringConvertible, Sendable {
        let text: String
        var host: String?

        var testDescription: String { text }
    }

    @Test(arguments: [
        Spelling(text: "127.0.0.1", host: "127.0.0.1"),
        Spelling(text: "2001:DB8:0:0::5", host: "2001:db8::5"),
        Spelling(text: "::ffff:192.0.2.1", host: "192.0.2.1"),
        Spelling(text: "::ffff:c000:201", host: "192.0.2.1"),
        Spelling(text: "::192.0.2.1", host: "::192.0.2.1"),
        Spelling(text: ""), Spelling(text: "1.2.3"), Spelling(text: "01.2.3.4"),
        Spelling(text: "1.2.3.4.5"), Spelling(text: "fe80::1%lo"), Spelling(text: "[::1]"),
        Spelling(text: "::1\0"), Spelling(text: "1::2::3"), Spelling(text: " ::1"),
        Spelling(text: String(repeating: "0:", count: 23) + ":"),
    ])
    func `an address has one spelling, however it is written`(_ row: Spelling) {
        let bytes = Array(row.text.utf8)
        let address = SocketAddress(numeric: bytes.span, port: 80)
        #expect(address?.host == row.host)
        #expect(address.map { $0.isIPv6 == $0.host.contains(":") } ?? true)
    }

    @Test func `an address may come as bytes`() {
        #expect(SocketAddress(bytes: [192, 0, 2, 1], port: 7)?.description == "192.0.2.1:7")
        let six: [UInt8] = [0x20, 1, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [1]
        #expect(SocketAddress(bytes: six[...], port: 7)?.description == "[2001:db8::1]:7")
        #expect(SocketAddress(bytes: six.dropLast(), port: 7) == nil)
        #expect(SocketAddress(bytes: [], port: 7) == nil)
    }
}
