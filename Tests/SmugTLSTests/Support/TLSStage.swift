import SmugLoop
import TestSupport

@testable import SmugTLS

/// A server of TLS, and clients that trust its authority.
struct TLSStage {
    let loop: EventLoop
    let authority: TestCertificate
    let certificate: TestCertificate
    let server: TLSServer

    init(
        on loop: EventLoop, _ settings: TLSServerSettings = TLSServerSettings(),
        showing request: TestCertificate.Request = TestCertificate.Request("server.test")
    ) throws {
        self.loop = loop
        authority = try Self.authority()
        certificate = try TestCertificate(request, by: authority)
        server = try TLSServer(certificate.identity(), settings)
    }

    static func authority() throws -> TestCertificate {
        var request = TestCertificate.Request("authority.test")
        request.isAuthority = true
        return try TestCertificate(request)
    }

    func client(to host: String = "server.test", isAddress: Bool = false) throws -> TLSClient {
        try TLSClient(
            to: host, isAddress: isAddress, trusting: .authorities(authority.certificatePEM))
    }

    /// Both ends of a connection after their handshake.
    func connect(
        _ client: TLSClient? = nil, pieceSize: Int = .max
    ) async throws -> (client: RawConnection, server: RawConnection) {
        let (near, far) = MemoryTransport.pair(on: loop)
        near.pieceSize = pieceSize
        far.pieceSize = pieceSize
        let accepted = RawConnection(server.transport(over: far))
        let client = try client ?? self.client()
        do {
            let transport = try await client.connect(over: near, timeout: .seconds(30))
            return (RawConnection(transport), accepted)
        } catch {
            accepted.close()
            throw error
        }
    }

    /// Why a connection cannot be made.
    func fault(_ client: TLSClient? = nil) async throws -> TLSFault? {
        do {
            let (near, far) = try await connect(client)
            near.close()
            far.close()
            return nil
        } catch let fault as TLSFault {
            return fault
        }
    }
}

extension TestCertificate {
    func identity() throws -> TLSIdentity {
        try TLSIdentity(certificates: certificatePEM, key: keyPEM)
    }
}
