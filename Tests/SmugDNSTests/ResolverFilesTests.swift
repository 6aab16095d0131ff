import SmugLoop
import Testing

@testable import SmugDNS

@Suite struct ResolverFilesTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let file: String
        var servers = ["127.0.0.1:53"]
        var timeout = 2
        var attempts = 2
        var usesTCP = false
    }

    @Test(arguments: [
        Case(testDescription: "an empty file", file: ""),
        Case(
            testDescription: "servers among other lines",
            file: """
                # made by hand
                search example.com
                nameserver 192.0.2.1
                ; nameserver 192.0.2.2
                \tnameserver\t2001:db8::1  # the second

                options
                """,
            servers: ["192.0.2.1:53", "[2001:db8::1]:53"]),
        Case(
            testDescription: "more than three servers",
            file: (1...5).map { "nameserver 192.0.2.\($0)\n" }.joined(),
            servers: ["192.0.2.1:53", "192.0.2.2:53", "192.0.2.3:53"]),
        Case(
            testDescription: "lines of Windows, and what is no address",
            file: "nameserver\r\nnameserver x\r\nnameserver 192.0.2.1\r\n",
            servers: ["192.0.2.1:53"]),
        Case(
            testDescription: "options", file: "options ndots:5 timeout:1 attempts:3 use-vc rotate",
            timeout: 1, attempts: 3, usesTCP: true),
        Case(
            testDescription: "options out of bounds",
            file: "options timeout:0 attempts:99\noptions timeout:\noptions timeout:x attempts:-",
            timeout: 1, attempts: 5),
    ])
    func `resolv.conf says whom to ask and how`(example: Case) {
        let read = ResolverConfiguration(Array(example.file.utf8))
        #expect(read.servers.map(\.description) == example.servers)
        #expect(read.timeout == .seconds(example.timeout))
        #expect(read.attempts == example.attempts)
        #expect(read.usesTCP == example.usesTCP)
    }

    @Test(arguments: [
        ("localhost", ["127.0.0.1:1", "[::1]:1"]), ("LocalHost.", ["127.0.0.1:1", "[::1]:1"]),
        ("alias", ["192.0.2.1:1"]), ("name", ["192.0.2.1:1"]), ("comment", []), ("x", []),
        ("", []),
    ])
    func `hosts names addresses, those of IPv4 first`(host: String, addresses: [String]) {
        let file = HostsFile(
            Array(
                """
                ::1 localhost
                127.0.0.1\tLOCALHOST  # comment
                192.0.2.1   name   alias
                nonsense x
                192.0.2.2
                """.utf8))
        #expect(file.addresses(of: host, port: 1).map(\.description) == addresses)
    }
}
