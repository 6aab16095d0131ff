package import SmugLoop
internal import SmugNet
internal import Synchronization

/// How a server speaks TLS.
package struct TLSServerSettings: Hashable, Sendable {
    /// The oldest version that is spoken.
    package var minVersion = TLSVersion.tls12
    /// From a connection's start to the end of its handshake.
    package var handshakeTimeout = Duration.seconds(5)

    package init() {}
}

/// TLS for the connections of a server, whose identity may change while it serves.
package final class TLSServer: TransportLayer {
    private struct State {
        var context: TLSContext
        var settings: TLSServerSettings
        var facts: CertificateFacts
    }

    /// What has been counted since the server began.
    package let counters = TLSCounters()
    private let protocols: [ApplicationProtocol]
    private let ticketKeys = TicketKeys()
    private let state: Mutex<State>

    /// - Parameter protocols: what is spoken over it, the best first; clients that name none speak
    ///   HTTP/1.1.
    /// - Throws: where this OpenSSL cannot do what is asked of it.
    package init(
        _ identity: TLSIdentity, _ settings: TLSServerSettings = TLSServerSettings(),
        protocols: [ApplicationProtocol] = [.http1]
    ) throws(TLSFault) {
        self.protocols = protocols
        let context = try TLSContext(
            server: identity, from: settings.minVersion, protocols: protocols,
            ticketKeys: ticketKeys)
        state = Mutex(State(context: context, settings: settings, facts: identity.facts))
    }

    /// Of the certificate that new connections are shown.
    package var certificate: CertificateFacts { state.withLock { $0.facts } }

    /// Shows another identity, and speaks otherwise, to connections that come from now on; those
    /// that are open go on as they are.
    package func adopt(
        _ identity: TLSIdentity, _ settings: TLSServerSettings
    ) throws(TLSFault) {
        let context = try TLSContext(
            server: identity, from: settings.minVersion, protocols: protocols,
            ticketKeys: ticketKeys)
        state.withLock {
            $0 = State(context: context, settings: settings, facts: identity.facts)
        }
    }

    package func transport(over stream: ByteStream) -> any ByteTransport {
        transport(over: stream as any ByteTransport)
    }

    func transport(over stream: any ByteTransport) -> any ByteTransport {
        let (context, timeout) = state.withLock { ($0.context, $0.settings.handshakeTimeout) }
        guard let engine = try? TLSEngine(context) else {
            preconditionFailure("OpenSSL has no memory for another connection")
        }
        return TLSTransport(
            over: stream, engine, handshakeTimeout: timeout,
            onUntaken: { [counters] in counters.leftUntaken() }
        ) { [counters] end in
            switch end {
            case .success(let engine):
                counters.succeeded(engine.version, isResumed: engine.isResumed)
            case .failure(let fault): counters.failed(fault.reason)
            }
        }
    }
}
