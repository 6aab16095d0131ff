internal import SmugLoop
internal import SmugNet

/// Opens connections to one Runtime API.
///
/// Only for its loop.
struct RuntimeConnector {
    /// Lambda's own limit is 6 MB; an emulator may hand out more.
    private static let maxEventBytes = 64 * 1024 * 1024

    private let endpoint: RuntimeEndpoint
    private let loop: EventLoop
    private let backoff: Backoff

    init(_ endpoint: RuntimeEndpoint, on loop: EventLoop, backoff: Backoff) {
        self.endpoint = endpoint
        self.loop = loop
        self.backoff = backoff
    }

    /// Tries until there is a connection, `isVain` says that none is needed, or patience ends.
    func connect(unless isVain: () -> Bool = { false }) async throws(RuntimeAPIError)
        -> HTTPClientConnection
    {
        var backoff = backoff
        while true {
            do {
                return try await attempt()
            } catch {
                if isVain() || error is CancellationError { throw .ending }
                guard let delay = backoff.delayAfterFailure() else {
                    throw .unreachable(endpoint, reason: "\(error)")
                }
                do { try await loop.sleep(for: delay) } catch { throw .ending }
            }
        }
    }

    private func attempt() async throws -> HTTPClientConnection {
        var failure = LoopError(.hostUnknown, call: "getaddrinfo", message: "it has no address")
        for address in try await addresses() {
            do {
                return try await HTTPClientConnection.connect(
                    to: address, on: loop, maxResponseBytes: Self.maxEventBytes)
            } catch let error as LoopError {
                failure = error
            }
        }
        throw failure
    }

    /// A statically linked program has no resolver: it must not be asked for what is known.
    private func addresses() async throws -> [SocketAddress] {
        let host = endpoint.host == "localhost" ? "127.0.0.1" : endpoint.host
        return try await NameResolution.addresses(of: host, port: endpoint.port, on: loop)
    }
}
