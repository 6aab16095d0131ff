import SmugAWS
import SmugLoop

@testable import SmugGateway

/// Batches that are invoked by a task each, as the test writes it.
struct TaskInvoker: BatchInvoker {
    let invoke: @Sendable (Batch<PendingRequest>) async -> BatchOutcome

    func begin(_ invoked: consuming InvokedBatch, observer: any InvocationObserver) {
        let invoked = invoked
        invoked.scope.adopt(
            Task(executorPreference: invoked.loop) {
                let outcome = await invoke(invoked.batch)
                observer.invocationEnded(invoked, outcome, at: EventLoop.now)
            })
    }
}

extension Batcher {
    convenience init(
        machine: BatchMachine<PendingRequest>,
        invoke: @escaping @Sendable (Batch<PendingRequest>) async -> BatchOutcome
    ) {
        self.init(machine: machine, invoker: TaskInvoker(invoke: invoke))
    }
}

extension BatchInvocation {
    /// Invokes a batch and returns when that has ended.
    func run(_ batch: Batch<PendingRequest>, on loop: EventLoop) async -> BatchOutcome {
        await withCheckedContinuation { continuation in
            let invoked = InvokedBatch(
                batch: batch, scope: InvocationScope(), began: EventLoop.now, loop: loop)
            begin(invoked, observer: OutcomeObserver(continuation))
        }
    }
}

private final class OutcomeObserver: InvocationObserver {
    private let continuation: CheckedContinuation<BatchOutcome, Never>

    init(_ continuation: CheckedContinuation<BatchOutcome, Never>) {
        self.continuation = continuation
    }

    func invocationEnded(_ invoked: InvokedBatch, _ outcome: BatchOutcome, at now: MonotonicTime) {
        continuation.resume(returning: outcome)
    }
}
