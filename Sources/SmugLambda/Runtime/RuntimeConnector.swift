internal import SmugLoop
internal import SmugNet

/// Opens connections to one Runtime API.
///
/// Only for its loop.
struct RuntimeConnector {
    /// Lambda's own limit is 6 MB; an emulator may hand out more.
    private static let maxEventBytes = 64 * 1024 * 1024

    /// It runs on the same machine.
    private static let connectTimeout = Duration.seconds(5)

    private let endpoint: RuntimeEndpoint
    private let host: HostConnector
    private let loop: EventLoop
    private let backoff: Backoff

    init(_ endpoint: RuntimeEndpoint, on loop: EventLoop, backoff: Backoff) {
        self.endpoint = endpoint
        // A statically linked program has no resolver: it must not be asked for what is known.
        let name = endpoint.host == "localhost" ? "127.0.0.1" : endpoint.host
        host = HostConnector(to: name, port: endpoint.port, on: loop)
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
                let limit = EventLoop.now.advanced(by: Self.connectTimeout)
                return HTTPClientConnection(
                    over: try await host.connect(until: limit), host: host.authority,
                    maxResponseBytes: Self.maxEventBytes)
            } catch {
                if isVain() || error is CancellationError { throw .ending }
                guard let delay = backoff.delayAfterFailure() else {
                    let reasons = (error as? HostConnectError)?.reasons
                    throw .unreachable(endpoint, reason: reasons ?? "\(error)")
                }
                do { try await loop.sleep(for: delay) } catch { throw .ending }
            }
        }
    }
}
