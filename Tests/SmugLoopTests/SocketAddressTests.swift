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
}
