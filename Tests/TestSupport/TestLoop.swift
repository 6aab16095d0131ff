package import SmugLoop

/// Runs the body of a test on loops of its own and holds it to what every user of a loop promises.
package enum TestLoop {
    /// A test that has not ended by then waits for something that does not come.
    private static let patience = Duration.seconds(60)

    /// A test has not closed all that it opened.
    private struct LeftOpen: Error {
        let handles: Int
    }

    /// Runs `body`, which must have closed all that it opened.
    @discardableResult
    package static func run<Result: Sendable>(
        _ body: @escaping @Sendable (EventLoop) async throws -> Result
    ) throws -> Result {
        try EventLoop.run { loop in
            let result = try await loop.watched(for: patience) { try await body(loop) }
            await loop.settle()
            guard loop.openHandles == 0 else { throw LeftOpen(handles: loop.openHandles) }
            return result
        }
    }

    /// The same on several loops, each with a thread.
    @discardableResult
    package static func run<Result: Sendable>(
        loops count: Int, _ body: @escaping @Sendable (EventLoopGroup) async throws -> Result
    ) throws -> Result {
        try EventLoopGroup.run(count: count) { group in
            let result = try await group.loops[0].watched(for: patience) { try await body(group) }
            for loop in group.loops {
                let open = await loop.perform {
                    await loop.settle()
                    return loop.openHandles
                }
                guard open == 0 else { throw LeftOpen(handles: open) }
            }
            return result
        }
    }
}

extension EventLoop {
    /// Runs `body` in a task of this loop; from any.
    package func perform<Result: Sendable>(_ body: @escaping @Sendable () async -> Result) async
        -> Result
    {
        await Task(executorPreference: self) { await body() }.value
    }

    /// Returns in the loop's next turn.
    package func nextTurn() async {
        try? await sleep(until: Self.now)
    }

    /// Gives what is closing the turns that it needs, until only so many handles are left.
    package func settle(to count: Int = 0) async {
        for _ in 0..<100 where openHandles > count { await nextTurn() }
    }

    fileprivate func watched<Result: Sendable>(
        for patience: Duration, _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let task = Task(executorPreference: self) { try await body() }
        let watchdog = schedule(at: Self.now.advanced(by: patience)) { task.cancel() }
        defer { cancel(watchdog) }
        return try await task.value
    }
}
