import SmugAWS
import SmugLoop

@testable import SmugGateway

/// Batches that are invoked by a task each, as the test writes it.
struct TaskInvoker: BatchInvoker {
    let invoke: @Sendable (Batch<PendingRequest>) async -> BatchOutcome

    func begin(
        _ batch: Batch<PendingRequest>, in scope: InvocationScope, on loop: EventLoop,
        then end: @escaping @Sendable (BatchOutcome) -> Void
    ) {
        scope.adopt(Task(executorPreference: loop) { end(await invoke(batch)) })
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
            begin(batch, in: InvocationScope(), on: loop) { continuation.resume(returning: $0) }
        }
    }
}
