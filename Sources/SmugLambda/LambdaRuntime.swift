internal import SmugLoop

/// A Lambda function's process.
///
/// Everything runs on the main thread: no other thread is started, so a handler costs no change of
/// threads. The price: a handler that blocks holds up every request of its batch. Use
/// ``sleep(for:)`` to wait. Only where Lambda hands an environment several events at a time
/// (`AWS_LAMBDA_MAX_CONCURRENCY`), a thread for each core takes its share of them.
public struct LambdaRuntime: Sendable {
    private let process: RuntimeProcess

    init(_ process: RuntimeProcess) { self.process = process }

    /// Takes event after event from Lambda and has each answered by `function`.
    ///
    /// Ends the process: with status 0 after SIGTERM; with 1 where Lambda's Runtime API is not
    /// there or does not come back, which standard error then explains.
    public static func run(_ function: LambdaFunction) -> Never {
        FunctionMain.run(wantsShutdown: false) { try await $0.serve(function) }
    }

    /// Runs a function with what lives as long as its process.
    ///
    /// ```swift
    /// LambdaRuntime.run { runtime in
    ///     try await withDatabase { database in
    ///         try await runtime.serve(
    ///             LambdaFunction { event, context in try await database.store(event) })
    ///     }
    /// }
    /// ```
    ///
    /// `body` opens what the function needs, calls ``serve(_:with:)``, and closes what it has
    /// opened when that returns: on SIGTERM, for which the process registers itself with Lambda as
    /// an internal extension, as Lambda sends it to no others. It has 400 ms for that. An error
    /// that `body` throws before it serves is reported to Lambda as the function's initialization
    /// error, and ends the process with status 1.
    public static func run(
        _ body: @escaping @Sendable (_ runtime: LambdaRuntime) async throws -> Void
    ) -> Never {
        FunctionMain.run(wantsShutdown: true, body)
    }

    /// Answers API Gateway's HTTP events (payload version 2.0), one at a time.
    ///
    /// For a function behind a gateway that batches see ``batchAdapter(concurrency:_:)``.
    public static func run(http handler: @escaping LambdaHTTPHandler) -> Never {
        run(httpAdapter(handler))
    }

    /// Has events answered by `function` until the process is told to end; once in a process.
    ///
    /// Returns when the event at hand, if there is one, was answered.
    ///
    /// - Parameter extensions: internal extensions, which run beside the function; they may not
    ///   ask for the end of the environment.
    public func serve(_ function: LambdaFunction, with extensions: LambdaExtension...) async throws
    {
        try await process.serve(function, with: extensions)
    }

    /// The process's log: for what happens outside of invocations.
    public var log: LambdaLog { process.log }

    /// Has `hook` called before Lambda takes a snapshot of the process (SnapStart).
    ///
    /// To be handed in before ``serve(_:with:)``; the last that was handed in is called first. An
    /// error is the function's initialization error. Without SnapStart it is never called.
    public func beforeSnapshot(_ hook: @escaping @Sendable () async throws -> Void) {
        process.changeHooks { $0.before.append(hook) }
    }

    /// Has `hook` called each time that Lambda has restored the process from its snapshot.
    ///
    /// To be handed in before ``serve(_:with:)``; the first that was handed in is called first.
    /// Connections of before the snapshot are dead by then, and so are secrets that have expired.
    /// An error is reported to Lambda and ends the process.
    public func afterRestore(_ hook: @escaping @Sendable () async throws -> Void) {
        process.changeHooks { $0.after.append(hook) }
    }

    /// Waits without holding up the other requests of a batch.
    ///
    /// Unlike `Task.sleep` it starts no threads.
    ///
    /// - Throws: `CancellationError`; a ``LambdaError`` in a task that does not run on the
    ///   runtime's threads, such as a detached one.
    public static func sleep(for duration: Duration) async throws {
        guard let loop = EventLoop.current else {
            throw LambdaError("LambdaRuntime.sleep was called outside the runtime's own tasks")
        }
        try await loop.sleep(for: duration)
    }
}
