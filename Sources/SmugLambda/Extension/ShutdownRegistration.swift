internal import SmugLoop

/// Registers the process as an internal extension without events, so that SIGTERM reaches it.
///
/// Lambda warns nobody of the end of an environment that has no extension.
struct ShutdownRegistration {
    private static let name = "smug-graceful-shutdown"

    private let client: ExtensionAPIClient
    private let log: LambdaLog

    init(_ endpoint: RuntimeEndpoint, log: LambdaLog, on loop: EventLoop, backoff: Backoff) {
        client = ExtensionAPIClient(endpoint, on: loop, backoff: backoff)
        self.log = log
    }

    /// - Returns: `nil` where there is no Extensions API: an emulator may have none, and sends
    ///   SIGTERM all the same.
    func register() async -> ShutdownRegistration? {
        do {
            _ = try await client.register(Self.name, for: [])
            return self
        } catch {
            log.debug("not registered for SIGTERM", ["reason": "\(error)"])
            client.close()
            return nil
        }
    }

    /// Says that the extension is ready, by asking for an event that never comes.
    func hold() async {
        _ = try? await client.next()
        client.close()
    }
}
