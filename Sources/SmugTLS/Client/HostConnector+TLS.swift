package import SmugLoop
package import SmugNet

extension HostConnector {
    /// A connection over TLS to the first address where the handshake succeeds.
    ///
    /// One that fails, for whatever reason, is no word about the next address, which may be another
    /// machine.
    ///
    /// - Throws: ``HostConnectError``; `CancellationError` where the caller is cancelled.
    package func connect(over tls: TLSClient, until deadline: MonotonicTime) async throws
        -> TLSTransport
    {
        try await connect(until: deadline) { stream, patience in
            try await tls.connect(over: stream, timeout: patience)
        }
    }
}

extension HostConnectError {
    /// Whether the host has answered, and nowhere as one that is trusted.
    package var isUntrusted: Bool {
        !failures.isEmpty
            && failures.allSatisfy { ($0.error as? TLSFault)?.reason == .untrusted }
    }
}
