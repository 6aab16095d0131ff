internal import COpenSSL
package import SmugLoop

/// TLS to one server.
package final class TLSClient: Sendable {
    private let host: String
    private let isAddress: Bool
    private let context: TLSContext
    /// Those that the next connections resume.
    let sessions = ClientSessions()

    /// - Parameters:
    ///   - host: what the server's certificate must be for: a name, or an address without brackets.
    ///   - isAddress: which of both it is.
    /// - Throws: where `trust` cannot be read.
    package init(to host: String, isAddress: Bool, trusting trust: TLSTrust) throws(TLSFault) {
        self.host = host
        self.isAddress = isAddress
        context = try TLSContext(client: trust, sessions: sessions)
    }

    /// Makes a connection one of TLS, or closes it.
    ///
    /// Cancellation closes it and throws `CancellationError`.
    package func connect(
        over stream: any ByteTransport, timeout: Duration
    ) async throws -> TLSTransport {
        do {
            let engine = try makeEngine()
            return try await stream.loop.suspend { resume in
                var made: TLSTransport?
                let transport = TLSTransport(
                    over: stream, engine, handshakeTimeout: timeout
                ) { end in
                    guard let transport = made else { return }
                    made = nil
                    switch end {
                    case .success: resume(.success(transport))
                    case .failure(let fault):
                        transport.close()
                        resume(.failure(fault))
                    }
                }
                made = transport
                transport.begin()
                return {
                    made = nil
                    transport.close()
                }
            }
        } catch {
            stream.close()
            throw error
        }
    }

    private func makeEngine() throws(TLSFault) -> TLSEngine {
        let engine = try TLSEngine(context)
        let isReady = unsafe engine.configure { ssl in
            unsafe sessions.resume(in: ssl)
            if isAddress {
                return unsafe X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host) == 1
            }
            unsafe SSL_set_hostflags(ssl, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
            return unsafe smug_ssl_set_server_name(ssl, host) == 1 && SSL_set1_host(ssl, host) == 1
        }
        guard isReady else { throw TLSFault(OpenSSLFailure()) }
        return engine
    }
}
