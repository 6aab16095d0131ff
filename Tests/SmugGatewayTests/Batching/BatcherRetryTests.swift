import SmugLoop
import TestSupport
import Testing

@testable import SmugGateway

/// What the driver does with batches that are to be invoked again.
@Suite struct BatcherRetryTests {
    /// A batcher whose function fails once and is to be tried again after a moment.
    private func retrying(_ calls: Tally, _ delay: Duration) -> Batcher {
        let policy = BatchPolicy(
            window: .fixed(.zero), maxItems: 1, maxBytes: 1000, maxQueueDepth: 10, maxRunning: nil)
        let machine = BatchMachine<PendingRequest>(
            policies: [policy], maxRunning: 10, maxWaiting: 10, idleTime: .seconds(1))
        return Batcher(machine: machine) { batch in
            calls.add()
            guard batch.retries == 0 else {
                for request in batch.items { request.answer(.naming(request)) }
                return BatchOutcome(end: .served)
            }
            var again = batch
            again.retries += 1
            return BatchOutcome(end: .throttled, retries: [.init(batch: again, delay: delay)])
        }
    }

    private func answer(_ batcher: Batcher, on loop: EventLoop) async -> Outcome {
        Outcome(
            await batcher.answer(
                to: PendingRequest(number: 1), key: BatchKey(route: 0),
                before: EventLoop.now.advanced(by: .seconds(60)), on: loop))
    }

    @Test func `a batch that is to be tried again is, and the batcher is not idle before`() throws {
        try TestLoop.run { loop in
            let calls = Tally()
            let batcher = retrying(calls, .milliseconds(1))
            let task = Task(executorPreference: loop) {
                await self.answer(batcher, on: loop)
            }
            await calls.reaches(1)
            await batcher.waitUntilIdle()
            #expect(calls.count == 2)
            #expect(await task.value == .own(1))
        }
    }

    @Test func `who leaves while a retry waits is not invoked for`() throws {
        try TestLoop.run { loop in
            let calls = Tally()
            let batcher = retrying(calls, .seconds(1))
            let task = Task(executorPreference: loop) {
                await self.answer(batcher, on: loop)
            }
            await calls.reaches(1)
            task.cancel()
            #expect(await task.value == .fault(.clientLeft))
            await batcher.waitUntilIdle()
            #expect(calls.count == 1)
        }
    }
}
