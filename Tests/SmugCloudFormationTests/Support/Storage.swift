import SmugDNS
import SmugJSON
import SmugLoop
import SmugTLS
import TestSupport
import Testing

@testable import SmugCloudFormation

/// What stands for S3: takes answers over https and says what a test wants.
struct Storage: Sendable {
    struct Properties: Codable, Equatable {
        let size: Int
    }

    /// What came in.
    struct Put {
        let head: String
        let body: [UInt8]

        var answer: JSONValue { get throws { try JSONValue(parsing: body) } }
    }

    let loop: EventLoop
    let server: ScriptedServer
    /// Knows no name server.
    let machine: MachineAccess

    static func run(_ body: @escaping @Sendable (Storage) async throws -> Void) throws {
        try TestLoop.run { loop in
            let address = SocketAddress.anyPortOfItsOwn
            var request = TestCertificate.Request("storage.test")
            request.addresses = [address.host]
            request.isAuthority = true
            let certificate = try TestCertificate(request)
            let tls = try TLSServer(
                TLSIdentity(certificates: certificate.certificatePEM, key: certificate.keyPEM))
            let server = try ScriptedServer(on: loop, address: address) { tls.transport(over: $0) }
            defer { server.close() }
            try await body(
                Storage(
                    loop: loop, server: server,
                    machine: machine(trusting: certificate.certificatePEM)))
        }
    }

    private static func machine(trusting pem: [UInt8]) -> MachineAccess {
        MachineAccess(
            trust: { .authorities(pem) },
            resolver: { StubResolver(ResolverConfiguration(servers: [])) })
    }

    /// The same for who trusts somebody else.
    func trusting(_ pem: [UInt8]) -> Storage {
        Storage(loop: loop, server: server, machine: Self.machine(trusting: pem))
    }

    func event(
        _ type: String = "Create", size: String = "7", id: String? = nil
    ) throws -> [UInt8] {
        let name = id.map { #""PhysicalResourceId": "\#($0)","# } ?? ""
        return Array(
            """
            {"RequestType": "\(type)", "RequestId": "r", "StackId": "s", "ResourceType": "Custom::A",
             "LogicalResourceId": "L", \(name) "ResourceProperties": {"size": \(size)},
             "ResponseURL": "https://\(try server.address)/answers/r?X-Amz-Signature=a%2Fb"}
            """.utf8)
    }

    /// The next request, which it answers.
    func put(answering status: Int = 200, _ body: String = "") async throws -> Put {
        let peer = try await server.next()
        defer { peer.close() }
        var head = ""
        while !head.hasSuffix("\r\n\r\n") {
            head += String(decoding: try await peer.read(1), as: UTF8.self)
        }
        let field = try #require(head.firstRange(of: "content-length: ")?.upperBound)
        let count = try #require(Int(head[field...].prefix { $0.isNumber }))
        let received = try await peer.read(count)
        peer.send("HTTP/1.1 \(status) S\r\ncontent-length: \(body.utf8.count)\r\n\r\n\(body)")
        try await peer.waitForEnd()
        return Put(head: head, body: received)
    }
}
