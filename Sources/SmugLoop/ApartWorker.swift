internal import Synchronization

/// Does work that may hang, such as reading from a disk that is gone, and waits for none that does.
///
/// Each piece has a thread of its own, one at a time: while one hangs, the next is refused at once,
/// so that no more than one thread is ever lost.
package final class ApartWorker: Sendable {
    /// How long a file may take to be read.
    package static let patience = Duration.seconds(10)

    private let isBusy = Atomic(false)

    package init() {}

    /// What `work` gives.
    ///
    /// To be called by a task on `loop`. Cancellation throws at once, and leaves the work to itself.
    ///
    /// - Throws: where the work takes longer than `limit`, or earlier work still hangs.
    package func run<Result: Sendable>(
        on loop: EventLoop, within limit: Duration = ApartWorker.patience,
        _ work: @escaping @Sendable () -> Result
    ) async throws(LoopError) -> Result {
        do {
            return try await loop.run(until: EventLoop.now.advanced(by: limit)) { [self] in
                try await loop.suspend { resume in
                    let waiter = Waiter(resume)
                    try start(work) { result in
                        loop.execute { waiter.resume(.success(result)) }
                    }
                    return {}
                }
            }
        } catch let error as LoopError {
            guard error.isOfDeadline else { throw error }
            throw LoopError(
                .timedOut, call: error.call,
                message: "there is no answer of its file system after"
                    + " \(limit.wholeNanoseconds / 1_000_000) ms")
        } catch {
            throw LoopError(.cancelled, call: "wait", message: "nobody waits any more")
        }
    }

    private func start<Result: Sendable>(
        _ work: @escaping @Sendable () -> Result, _ end: @escaping @Sendable (Result) -> Void
    ) throws(LoopError) {
        guard !isBusy.exchange(true, ordering: .acquiring) else {
            throw LoopError(
                .timedOut, call: "read", message: "its file system has still not answered")
        }
        do throws(LoopError) {
            try DetachedThread.start { [self] in
                let result = work()
                isBusy.store(false, ordering: .releasing)
                end(result)
            }
        } catch {
            isBusy.store(false, ordering: .releasing)
            throw error
        }
    }
}

/// Carries what resumes a task to the thread that has the result, and back to the loop.
private final class Waiter<Value: Sendable>: @unchecked Sendable {
    let resume: (Result<Value, any Error>) -> Void

    init(_ resume: @escaping (Result<Value, any Error>) -> Void) { self.resume = resume }
}
