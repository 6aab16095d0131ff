internal import SmugLoop

/// The main program of a function and of an extension.
enum FunctionMain {
    /// How long the process may go on after it was told to end.
    ///
    /// Lambda kills 500 ms after SIGTERM, or later.
    private static let endGrace = Duration.milliseconds(400)

    static func run(
        wantsShutdown: Bool, _ body: @escaping @Sendable (LambdaRuntime) async throws -> Void
    ) -> Never {
        start {
            let settings = try RuntimeSettings(environment: $0)
            CrashReport.install(
                slots: settings.concurrency, asJSON: settings.log.format == .json)
            let threads = min(settings.concurrency, EventLoopGroup.availableCores)
            try EventLoopGroup.run(count: threads) { group in
                let process = RuntimeProcess(settings, on: group, wantsShutdown: wantsShutdown)
                let watcher = try onTerminate(group.loops[0]) { process.end() }
                defer { watcher.close() }
                // At once: whatever was left open is the system's to close.
                ProcessEnvironment.exit(await process.run(body))
            }
        }
    }

    /// Runs a program that reads the environment; tells why it cannot start.
    static func start(_ body: ([String: String]) throws -> Void) -> Never {
        SignalWatcher.ignoreBrokenPipes()
        StandardStream.writeWholeLines()
        do {
            try body(ProcessEnvironment.variables())
        } catch {
            StandardStream.error.write("\(error)\n")
        }
        ProcessEnvironment.exit(1)
    }

    /// Has `end` called on SIGTERM, and ends the process itself when that takes too long.
    static func onTerminate(_ loop: EventLoop, _ end: @escaping () -> Void) throws -> SignalWatcher
    {
        try SignalWatcher(.terminate, on: loop) {
            end()
            _ = loop.schedule(at: EventLoop.now.advanced(by: endGrace)) {
                ProcessEnvironment.exit(0)
            }
        }
    }
}
