internal import SmugLoop

/// The way into a Lambda function's process.
///
/// Everything runs on the main thread: no other thread is started, so what a handler touches
/// needs no lock as long as it starts no thread itself. The price: a handler that blocks holds up
/// every request of its batch. Use ``sleep(for:)`` to wait.
public enum LambdaRuntime {
    /// How long an invocation may go on after the process was told to end.
    ///
    /// Lambda kills 500 ms after SIGTERM, or later.
    private static let endGrace = Duration.milliseconds(400)

    /// Takes event after event from Lambda and has each answered by `function`.
    ///
    /// Ends the process: with status 0 after SIGTERM; with 1 where Lambda's Runtime API is not
    /// there or does not come back, which standard error then explains.
    public static func run(_ function: LambdaFunction) -> Never {
        run(initializing: { function })
    }

    /// The same for a function that needs something first, such as a connection or a secret.
    ///
    /// `initialize` runs once, before the first event. An error that it throws is reported to
    /// Lambda as the function's initialization error and ends the process with status 1.
    public static func run(
        initializing initialize: @escaping @Sendable () async throws -> LambdaFunction
    ) -> Never {
        SignalWatcher.ignoreBrokenPipes()
        do {
            let settings = try RuntimeSettings(environment: ProcessEnvironment.variables())
            try EventLoop.run { loop in
                let status = try await serve(settings, on: loop, initialize)
                // At once: whatever the handler has left open is the system's to close.
                ProcessEnvironment.exit(status)
            }
        } catch {
            StandardStream.error.write("\(error)\n")
        }
        ProcessEnvironment.exit(1)
    }

    /// Answers API Gateway's HTTP events (payload version 2.0), one at a time.
    ///
    /// For a function behind a gateway that batches see ``batchAdapter(concurrency:_:)``.
    public static func run(http handler: @escaping LambdaHTTPHandler) -> Never {
        run(httpAdapter(handler))
    }

    /// Waits without holding up the other requests of a batch.
    ///
    /// Unlike `Task.sleep` it starts no threads.
    ///
    /// - Throws: `CancellationError`; a ``LambdaError`` in a task that does not run on the
    ///   runtime's thread, such as a detached one.
    public static func sleep(for duration: Duration) async throws {
        guard let loop = EventLoop.current else {
            throw LambdaError("LambdaRuntime.sleep was called outside the runtime's own tasks")
        }
        try await loop.sleep(for: duration)
    }

    private static func serve(
        _ settings: RuntimeSettings, on loop: EventLoop,
        _ initialize: @escaping @Sendable () async throws -> LambdaFunction
    ) async throws -> Int32 {
        let invocations = InvocationLoop(settings, on: loop)
        let watcher = try SignalWatcher(.terminate, on: loop) {
            invocations.end()
            _ = loop.schedule(at: EventLoop.now.advanced(by: endGrace)) {
                ProcessEnvironment.exit(0)
            }
        }
        defer { watcher.close() }
        return await invocations.run(initialize)
    }
}
