internal import SmugLoop
internal import Synchronization

/// A function's process between its start and its end.
///
/// It initialises, perhaps lies in a snapshot, serves, and ends: each at most once.
final class RuntimeProcess: Sendable {
    private struct State {
        var invocations: [InvocationLoop] = []
        var hasBegun = false
        /// Whether what fails from here on is no error of the start.
        var hasServed = false
        var isEnding = false
        var hooks = SnapshotHooks()
    }

    let log: LambdaLog
    private let settings: RuntimeSettings
    private let group: EventLoopGroup
    private let backoff: Backoff
    /// Whether Lambda is to send SIGTERM before it ends the environment.
    private let wantsShutdown: Bool
    private let state = Mutex(State())

    init(
        _ settings: RuntimeSettings, on group: EventLoopGroup, backoff: Backoff = Backoff(),
        wantsShutdown: Bool = false
    ) {
        self.settings = settings
        self.group = group
        self.backoff = backoff
        self.wantsShutdown = wantsShutdown
        log = LambdaLog(settings.log)
    }

    /// Runs the process's body, which calls ``serve(_:with:)``; on the group's first loop.
    ///
    /// - Returns: the process's exit status.
    func run(_ body: (LambdaRuntime) async throws -> Void) async -> Int32 {
        do {
            try await body(LambdaRuntime(self))
            if state.withLock({ $0.hasServed }) { return 0 }
            throw LambdaError("the function's body has returned and never called serve")
        } catch {
            let document = ErrorDocument(error)
            if state.withLock({ $0.hasServed }) {
                log.fatal("the function ends with an error", document.fields)
            } else {
                await refuseToStart(document)
            }
            return 1
        }
    }

    /// Takes no further event; those that are being handled are still answered.
    func end() {
        let invocations = state.withLock { state in
            state.isEnding = true
            return state.invocations
        }
        for invocation in invocations { invocation.loop.execute { invocation.end() } }
    }

    func changeHooks(_ change: (inout SnapshotHooks) -> Void) {
        state.withLock { change(&$0.hooks) }
    }

    /// Serves until ``end()``.
    func serve(_ function: LambdaFunction, with extensions: [LambdaExtension]) async throws {
        let isFirst = state.withLock { state in
            defer { state.hasBegun = true }
            return !state.hasBegun
        }
        guard isFirst else {
            throw LambdaError("a process serves one function: serve was called twice")
        }
        try await passSnapshot()
        try await withThrowingTaskGroup(of: Void.self) { group in
            try await start(extensions, in: &group)
            try await serve(function)
            group.cancelAll()
        }
    }

    /// Extensions of the process must be there before it asks for its first event.
    private func start(
        _ extensions: [LambdaExtension], in group: inout ThrowingTaskGroup<Void, any Error>
    ) async throws {
        for each in extensions {
            let running = RunningExtension(
                each, endpoint: settings.endpoint, log: log, on: self.group, backoff: backoff)
            try await running.register()
            group.addTask { try await running.run() }
        }
        guard wantsShutdown else { return }
        let registration = ShutdownRegistration(
            settings.endpoint, log: log, on: self.group.loops[0], backoff: backoff)
        guard let waiting = await registration.register() else { return }
        group.addTask { await waiting.hold() }
    }

    private func serve(_ function: LambdaFunction) async throws {
        let invocations = (0..<settings.concurrency).map { index in
            InvocationLoop(
                settings, index: index, on: group.loops[index % group.loops.count],
                backoff: backoff)
        }
        let isEnding = state.withLock { state in
            state.invocations = invocations
            state.hasServed = true
            return state.isEnding
        }
        if isEnding { return }
        guard invocations.count > 1 else { return try await invocations[0].serve(function) }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for invocation in invocations {
                tasks.addTask(executorPreference: invocation.loop) {
                    try await invocation.serve(function)
                }
            }
            do {
                for try await _ in tasks {}
            } catch {
                // What the others are at is still answered.
                end()
                while (try? await tasks.next()) != nil {}
                throw error
            }
        }
    }

    private func passSnapshot() async throws {
        guard settings.isSnapshotted else { return }
        let client = RuntimeAPIClient(settings.endpoint, on: group.loops[0], backoff: backoff)
        defer { client.close() }
        let hooks = state.withLock { $0.hooks }
        try await hooks.beforeSnapshot()
        try await client.waitForRestore()
        do {
            try await hooks.afterRestore()
        } catch {
            try? await client.failRestore(ErrorDocument(error))
            state.withLock { $0.hasServed = true }
            throw error
        }
    }

    private func refuseToStart(_ error: ErrorDocument) async {
        log.fatal("the function cannot start", error.fields)
        let client = RuntimeAPIClient(settings.endpoint, on: group.loops[0], backoff: backoff)
        defer { client.close() }
        do throws(RuntimeAPIError) {
            try await client.failInitialization(error)
        } catch {
            log.error(error.description)
        }
    }
}
