package import SmugLoop

/// Runs the body of a test on loops of its own and holds it to what every user of a loop promises.
///
/// What it breaks is an error of this one test: no other test hangs or ends with it.
package enum TestLoop {
    /// A test has not closed all that it opened.
    package struct LeftOpen: Error {
        package let handles: Int
    }

    /// A test waited for something that did not come.
    package struct WaitedInVain: Error {
        package let patience: Duration
        /// What its cancellation came to; nothing where it waits on.
        package let end: (any Error)?
    }

    /// Runs `body`, which must have closed all that it opened.
    ///
    /// - Parameter patience: how long it may take; after that it is cancelled, and soon after that
    ///   left behind.
    @discardableResult
    package static func run<Result: Sendable>(
        patience: Duration = .seconds(60),
        _ body: @escaping @Sendable (EventLoop) async throws -> Result
    ) throws -> Result {
        try run(loops: 1, patience: patience) { try await body($0.loops[0]) }
    }

    /// The same on several loops, each with a thread.
    @discardableResult
    package static func run<Result: Sendable>(
        loops count: Int, patience: Duration = .seconds(60),
        _ body: @escaping @Sendable (EventLoopGroup) async throws -> Result
    ) throws -> Result {
        let leftOpen = Shared(0)
        let result = try EventLoopGroup.run(count: count) { group in
            for loop in group.loops {
                await loop.perform {
                    loop.whenLeftOpen = { count in leftOpen.change { $0 += count } }
                }
            }
            let result = try await watched(on: group.loops[0], patience) { try await body(group) }
            for loop in group.loops { await loop.perform { await close(loop, within: patience) } }
            return result
        }
        guard leftOpen.value == 0 else { throw LeftOpen(handles: leftOpen.value) }
        return result
    }

    /// Gives what is closing the turns that it needs.
    private static func close(_ loop: EventLoop, within patience: Duration) async {
        let limit = EventLoop.now.advanced(by: patience / 6)
        while loop.openHandles > 0, EventLoop.now < limit { await loop.nextTurn() }
    }

    private static func watched<Result: Sendable>(
        on loop: EventLoop, _ patience: Duration,
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let task = Task(executorPreference: loop) { try await body() }
        let end = End<Result>()
        let limit = EventLoop.now.advanced(by: patience)
        var isLate = false
        var timers: [TimerID] = []
        defer { for timer in timers { loop.cancel(timer) } }
        let late = loop.schedule(at: limit) {
            isLate = true
            task.cancel()
            let given = loop.schedule(at: EventLoop.now.advanced(by: patience / 6)) {
                end.come(.failure(WaitedInVain(patience: patience, end: nil)))
            }
            timers.append(given)
        }
        timers.append(late)
        Task(executorPreference: loop) { end.come(await task.result) }
        switch await end.value {
        case .failure(let error) where isLate && !(error is WaitedInVain):
            throw WaitedInVain(patience: patience, end: error)
        case let result: return try result.get()
        }
    }
}

/// How a test ends, told by whoever is first; on its loop.
private final class End<Value: Sendable>: @unchecked Sendable {
    private var result: Result<Value, any Error>?
    private var waiter: CheckedContinuation<Void, Never>?

    func come(_ result: Result<Value, any Error>) {
        guard self.result == nil else { return }
        self.result = result
        waiter?.resume()
        waiter = nil
    }

    var value: Result<Value, any Error> {
        get async {
            while true {
                if let result { return result }
                await withCheckedContinuation { waiter = $0 }
            }
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

    /// Returns in the loop's next turn, to a task that is cancelled too: who waits turn after turn
    /// for something that never comes must not keep the loop from all the rest.
    package func nextTurn() async {
        precondition(isCurrent, "a task waits for the turn of a loop that it does not run on")
        await withCheckedContinuation { turn in _ = schedule(at: Self.now) { turn.resume() } }
    }

    /// Gives what would come about by itself the turns for it, where it must not.
    package func turns(_ count: Int = 20) async {
        for _ in 0..<count { await nextTurn() }
    }

    /// Returns when only so many handles are left; what is closing needs some turns.
    package func settle(to count: Int = 0) async {
        while openHandles > count, !Task.isCancelled { await nextTurn() }
    }
}
