import SmugLoop
import Synchronization

@testable import SmugGateway

/// A batcher with one route, whose function the test writes.
final class BatcherStage: Sendable {
    let batcher: Batcher
    /// Invocations that have begun.
    let invocations: Tally
    private let batches: BatchList

    init(
        window: Duration = .seconds(100), maxItems: Int = 4, depth: Int = 100_000,
        running: Int = 1000, waiting: Int = 1000,
        invoke: @escaping @Sendable (Batch<PendingRequest>) async -> Void = { batch in
            for request in batch.items { request.answer(.naming(request)) }
        }
    ) {
        let invocations = Tally()
        let batches = BatchList()
        let policy = BatchPolicy(
            window: .fixed(window), maxItems: maxItems, maxBytes: 1_000_000, maxQueueDepth: depth,
            maxRunning: nil)
        self.invocations = invocations
        self.batches = batches
        batcher = Batcher(
            machine: BatchMachine(
                policies: [policy], maxRunning: running, maxWaiting: waiting,
                idleTime: .seconds(1))
        ) { batch in
            batches.append(batch.items.map(\.identity))
            invocations.add()
            await invoke(batch)
            return BatchOutcome(end: .served)
        }
    }

    /// The batches that were invoked, in order.
    var invoked: [[UInt64]] { batches.all }

    /// Has request `number` answered, from a task on `loop`.
    func call(
        _ number: UInt64, key: BatchKey = BatchKey(route: 0), within limit: Duration = .seconds(60),
        on loop: EventLoop
    ) async -> Outcome {
        Outcome(
            await batcher.answer(
                to: PendingRequest(number: number), key: key,
                before: EventLoop.now.advanced(by: limit), on: loop))
    }

    /// The same in a task of its own.
    func start(
        _ number: UInt64, key: BatchKey = BatchKey(route: 0), within limit: Duration = .seconds(60),
        on loop: EventLoop
    ) -> Task<Outcome, Never> {
        Task(executorPreference: loop) {
            await self.call(number, key: key, within: limit, on: loop)
        }
    }
}

private final class BatchList: Sendable {
    private let batches = Mutex<[[UInt64]]>([])

    var all: [[UInt64]] { batches.withLock { $0 } }

    func append(_ batch: [UInt64]) { batches.withLock { $0.append(batch) } }
}
