import COpenSSL
import TestSupport

@testable import SmugTLS

/// Both ends of a connection without any transport.
final class EnginePair {
    let client: TLSEngine
    let server: TLSEngine
    /// All bytes that went to the server so far.
    private(set) var bytesToServer = 0
    private var isClientDone = false
    private var isServerDone = false
    private(set) var fault: TLSFault?
    private(set) var received: (client: [UInt8], server: [UInt8]) = ([], [])

    /// What does not change from one pair to the next.
    struct Material {
        let identity: TLSIdentity
        let trust: TLSTrust
        let ticketKeys = TicketKeys()

        init() throws {
            let authority = try TLSStage.authority()
            identity = try TestCertificate(.init("server.test"), by: authority).identity()
            trust = .authorities(authority.certificatePEM)
        }
    }

    init(_ material: Material, from version: TLSVersion = .tls12, upTo most: TLSVersion = .tls13)
        throws
    {
        server = try TLSEngine(
            TLSContext(
                server: material.identity, from: version, protocols: [.http1],
                ticketKeys: material.ticketKeys))
        client = try TLSEngine(TLSContext(client: material.trust, sessions: ClientSessions()))
        client.limit(to: most)
    }

    var isDone: Bool { isClientDone && isServerDone }

    /// Lets both ends go on until neither has anything to say.
    ///
    /// - Parameter cut: how many bytes to the server come before all others.
    func run(cut: Int = .max) {
        step(client, [])
        while fault == nil {
            let toServer = client.takeOutput()
            let toClient = server.takeOutput()
            if toServer.isEmpty, toClient.isEmpty { return }
            let first = min(max(cut - bytesToServer, 0), toServer.count)
            bytesToServer += toServer.count
            step(server, Array(toServer[..<first]))
            step(server, Array(toServer[first...]))
            step(client, toClient)
        }
    }

    /// The same, byte by byte both ways.
    func runByteByByte() {
        step(client, [])
        while fault == nil {
            let toServer = client.takeOutput()
            let toClient = server.takeOutput()
            if toServer.isEmpty, toClient.isEmpty { return }
            for byte in toServer { step(server, [byte]) }
            for byte in toClient { step(client, [byte]) }
        }
    }

    private func step(_ engine: TLSEngine, _ bytes: [UInt8]) {
        guard fault == nil else { return }
        engine.feed(bytes.span) {
            switch engine.handshake() {
            case .needsInput: return
            case .failed(let fault): return self.fault = fault
            case .done: break
            }
            if engine === client { isClientDone = true } else { isServerDone = true }
            read(engine)
        }
    }

    private func read(_ engine: TLSEngine) {
        var buffer = [UInt8](repeating: 0, count: TLSEngine.maxRecordBytes)
        while true {
            switch buffer.withUnsafeMutableBytes({ engine.read(into: $0) }) {
            case .bytes(let count):
                if engine === client {
                    received.client += buffer[..<count]
                } else {
                    received.server += buffer[..<count]
                }
            case .needsInput, .closed: return
            case .failed(let fault): return self.fault = fault
            }
        }
    }
}

extension TLSEngine {
    /// Speaks no later version.
    fileprivate func limit(to version: TLSVersion) {
        configure { ssl in
            _ = SSL_ctrl(ssl, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(version.code), nil)
        }
    }
}
