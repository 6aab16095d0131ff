internal import SmugLoop

/// Has the items of a batch handled at the same time, up to so many of them, until a deadline.
///
/// At the deadline those that are not done are cancelled, and nobody waits for them any more: a
/// handler that does not heed it must not cost the others their answers.
struct BatchRun: Sendable {
    /// How the work on an item ended.
    enum End: Sendable {
        case done
        /// It is cancelled, or was never begun.
        case late
    }

    private enum Fact: Sendable {
        case ended(Int)
        case deadline
    }

    let count: Int
    let concurrency: Int
    /// Returns at the deadline; throws where that is never.
    let waitForDeadline: @Sendable () async throws -> Void
    let work: @Sendable (Int) async -> Void

    /// Tells how each item ended, in that order, and returns after the last.
    func forEachEnd(_ tell: (Int, End) async throws -> Void) async throws {
        let (facts, sender) = AsyncStream.makeStream(of: Fact.self)
        var tasks: [Int: Task<Void, Never>] = [:]
        var next = 0
        let timer = start {
            guard (try? await waitForDeadline()) != nil else { return }
            sender.yield(.deadline)
        }
        defer {
            timer.cancel()
            for task in tasks.values { task.cancel() }
        }
        func fill() {
            while next < count, tasks.count < max(concurrency, 1) {
                let index = next
                next += 1
                tasks[index] = start {
                    await work(index)
                    sender.yield(.ended(index))
                }
            }
        }
        fill()
        if tasks.isEmpty { return }
        // It also ends where the caller is cancelled.
        for await fact in facts {
            guard case .ended(let index) = fact else { break }
            tasks[index] = nil
            try await tell(index, .done)
            fill()
            if tasks.isEmpty { return }
        }
        for index in tasks.keys.sorted() + Array(next..<count) {
            tasks[index]?.cancel()
            try await tell(index, .late)
        }
    }

    /// A task of its own, so that it can be left behind; on the caller's loop.
    private func start(_ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        Task(executorPreference: EventLoop.current) { await body() }
    }
}
