internal import SmugLoop
internal import SmugNet

/// An extension in this process, from its registration to its end.
///
/// Only for the group's first loop.
final class RunningExtension: @unchecked Sendable {
    private let definition: LambdaExtension
    private let log: LambdaLog
    private let group: EventLoopGroup
    private let client: ExtensionAPIClient

    init(
        _ definition: LambdaExtension, endpoint: RuntimeEndpoint, log: LambdaLog,
        on group: EventLoopGroup, backoff: Backoff
    ) {
        self.definition = definition
        self.log = log
        self.group = group
        client = ExtensionAPIClient(endpoint, on: group.loops[0], backoff: backoff)
    }

    /// Registers; until then Lambda does not know of it, and afterwards waits for it.
    ///
    /// - Parameter isExternal: whether it is a program of its own, which may ask for `SHUTDOWN`.
    func register(asExternal isExternal: Bool = false) async throws {
        var events: [String] = []
        if definition.invokeHandler != nil { events.append("INVOKE") }
        if isExternal { events.append("SHUTDOWN") }
        if !isExternal, definition.shutdownHandler != nil {
            throw LambdaError(
                "an internal extension has a handler of SHUTDOWN, which Lambda sends to external "
                    + "ones only: close in the body of LambdaRuntime.run instead")
        }
        let registration = try await client.register(
            definition.name ?? ProgramName.current, for: events)
        do {
            try await definition.startHandler?(registration)
        } catch {
            try? await client.failInitialization(ErrorDocument(error))
            throw error
        }
    }

    /// Takes events until the environment ends, ``end()``, or the task's cancellation.
    func run() async throws {
        defer { client.close() }
        do {
            try await listening(definition.subscriptions[...]) { try await self.takeEvents() }
        } catch RuntimeAPIError.ending {
        } catch {
            try? await client.failExit(ErrorDocument(error))
            throw error
        }
    }

    func end() { client.end() }

    /// Runs `body` with a server for each subscription.
    private func listening(
        _ subscriptions: ArraySlice<LambdaExtension.Subscription>,
        _ body: () async throws -> Void
    ) async throws {
        guard let first = subscriptions.first else { return try await body() }
        guard let anywhere = SocketAddress(host: "0.0.0.0", port: 0) else {
            preconditionFailure("a literal address is one")
        }
        let listener = TelemetryListener(first.handler, log: log)
        try await HTTPServer.serve(
            anywhere, on: group, handler: listener, drainTimeout: .milliseconds(200)
        ) { _, address in
            try await client.subscribe(to: first.api, first.settings, port: address.port)
            try await listening(subscriptions.dropFirst(), body)
        }
    }

    private func takeEvents() async throws {
        while true {
            let bytes = try await client.next()
            let event = try LambdaExtension.Event(
                bytes, wallClock: EventLoop.wallClockMilliseconds, now: .now)
            switch event {
            case .invoke(let invocation):
                await handle("INVOKE") { try await self.definition.invokeHandler?(invocation) }
            case .shutdown(let shutdown):
                await handle("SHUTDOWN") { try await self.definition.shutdownHandler?(shutdown) }
                return
            case .other(let type):
                log.warn("an event of a kind that is not known", ["eventType": .string(type)])
            }
        }
    }

    /// A handler that fails has failed at one event: the extension lives on, and the function too.
    private func handle(_ event: String, _ body: () async throws -> Void) async {
        do {
            try await body()
        } catch {
            log.error("an extension has failed at \(event)", ErrorDocument(error).fields)
        }
    }
}
