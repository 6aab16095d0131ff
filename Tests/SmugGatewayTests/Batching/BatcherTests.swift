import SmugLoop
import TestSupport
import Testing

@testable import SmugGateway

/// The driver on real loops: one answer for each caller, whatever happens.
@Suite struct BatcherTests {
    @Test func `callers of one key share an invocation and get their own answers`() throws {
        try TestLoop.run { loop in
            let stage = BatcherStage(maxItems: 4)
            let calls = (1...4).map { stage.start($0, on: loop) }
            for (index, call) in calls.enumerated() {
                #expect(await call.value == .own(UInt64(index + 1)))
            }
            #expect(stage.invoked == [[1, 2, 3, 4]])
        }
    }

    @Test func `who is alone is invoked when the window ends, not earlier`() throws {
        try TestLoop.run { loop in
            let stage = BatcherStage(window: .milliseconds(10))
            let began = EventLoop.now
            #expect(await stage.call(1, on: loop) == .own(1))
            #expect(EventLoop.now.nanosecondsSince(began) >= 10_000_000)
        }
    }

    @Test func `X-2 who times out before the flush is taken out and not sent`() throws {
        try TestLoop.run { loop in
            let stage = BatcherStage(maxItems: 2)
            let outcome = await stage.call(1, within: .milliseconds(2), on: loop)
            #expect(outcome == .fault(.timedOut))
            let later = [stage.start(2, on: loop), stage.start(3, on: loop)]
            for call in later { _ = await call.value }
            #expect(stage.invoked == [[2, 3]])
        }
    }

    @Test func `X-2 who leaves before the flush is taken out and not sent`() throws {
        try TestLoop.run { loop in
            let stage = BatcherStage(maxItems: 2)
            let gone = stage.start(1, on: loop)
            await loop.nextTurn()
            gone.cancel()
            #expect(await gone.value == .fault(.clientLeft))
            let later = [stage.start(2, on: loop), stage.start(3, on: loop)]
            for call in later { _ = await call.value }
            #expect(stage.invoked == [[2, 3]])
        }
    }

    @Test func `X-2 who leaves while its batch waits for its turn is not sent`() throws {
        try TestLoop.run { loop in
            let gate = Tally()
            let stage = BatcherStage(maxItems: 1, running: 1) { batch in
                await gate.reaches(1)
                for request in batch.items { request.answer(.naming(request)) }
            }
            let first = stage.start(1, on: loop)
            await stage.invocations.reaches(1)
            let gone = stage.start(2, on: loop)
            let late = stage.start(3, within: .milliseconds(2), on: loop)
            let last = stage.start(4, on: loop)
            #expect(await late.value == .fault(.timedOut))
            gone.cancel()
            #expect(await gone.value == .fault(.clientLeft))
            gate.add()
            #expect(await first.value == .own(1))
            #expect(await last.value == .own(4))
            #expect(stage.invoked == [[1], [4]])
        }
    }

    @Test func `X-2 who leaves between the flush and the invocation is not sent`() throws {
        try TestLoop.run { loop in
            let stage = BatcherStage(maxItems: 2)
            // All in one turn of the loop; the invocation begins at its end.
            let gone = stage.start(1, on: loop)
            let stays = stage.start(2, on: loop)
            Task(executorPreference: loop) { gone.cancel() }
            #expect(await gone.value == .fault(.clientLeft))
            #expect(await stays.value == .own(2))
            #expect(stage.invoked == [[2]])
        }
    }

    @Test func `X-2 a batch that everybody has left is not invoked, and gives its place back`()
        throws
    {
        try TestLoop.run { loop in
            let stage = BatcherStage(maxItems: 2, running: 1)
            let gone = [stage.start(1, on: loop), stage.start(2, on: loop)]
            Task(executorPreference: loop) { for call in gone { call.cancel() } }
            for call in gone { #expect(await call.value == .fault(.clientLeft)) }
            let later = [stage.start(3, on: loop), stage.start(4, on: loop)]
            for call in later { _ = await call.value }
            #expect(stage.invoked == [[3, 4]])
        }
    }

    @Test func `X-2 a request that has its answer is not taken on board`() {
        let scope = InvocationScope()
        let (answered, waiting) = (PendingRequest(number: 1), PendingRequest(number: 2))
        answered.answer(.failure(.clientLeft))
        var batch = Batch(key: BatchKey(route: 0), items: [answered, waiting], began: .at(0))
        scope.board(&batch)
        #expect(batch.identities == [2])
        #expect(answered.scope == nil)
        #expect(!scope.isDropped)
        waiting.scope?.left()
        #expect(scope.isDropped)
    }

    @Test func `an invocation of which all requests have their answers is dropped`() {
        let scope = InvocationScope()
        let requests = [PendingRequest(number: 1), PendingRequest(number: 2)]
        for request in requests { request.answer(.failure(.clientLeft)) }
        var batch = Batch(key: BatchKey(route: 0), items: requests, began: .at(0))
        scope.board(&batch)
        #expect(batch.items.isEmpty)
        #expect(scope.isDropped)
    }

    @Test func `an invocation that has ended lets go of what it would have cancelled`() {
        final class Work: Cancellable { func cancel() {} }
        let scope = InvocationScope()
        weak var work: Work?
        do {
            let adopted = Work()
            work = adopted
            scope.adopt(adopted)
        }
        #expect(work != nil)
        scope.end()
        #expect(work == nil)
    }

    @Test func `who leaves after the flush goes at once, and its answer is dropped`() throws {
        try TestLoop.run { loop in
            let gate = Tally()
            let accepted = Tally()
            let stage = BatcherStage(maxItems: 2) { batch in
                await gate.reaches(1)
                for request in batch.items where request.answer(.naming(request)) {
                    accepted.add()
                }
            }
            let gone = stage.start(1, on: loop)
            let stays = stage.start(2, on: loop)
            await stage.invocations.reaches(1)
            gone.cancel()
            #expect(await gone.value == .fault(.clientLeft))
            gate.add()
            #expect(await stays.value == .own(2))
            await stage.batcher.waitUntilIdle()
            #expect(accepted.count == 1)
        }
    }

    @Test func `who times out after the flush is answered while the function runs on`() throws {
        try TestLoop.run { loop in
            let gate = Tally()
            let stage = BatcherStage(maxItems: 1) { batch in
                await gate.reaches(1)
                for request in batch.items { request.answer(.naming(request)) }
            }
            let outcome = await stage.call(1, within: .milliseconds(2), on: loop)
            #expect(outcome == .fault(.timedOut))
            gate.add()
            await stage.batcher.waitUntilIdle()
        }
    }

    @Test func `whoever comes too late already is not sent`() throws {
        try TestLoop.run { loop in
            let stage = BatcherStage(maxItems: 1)
            #expect(await stage.call(1, within: .zero, on: loop) == .fault(.timedOut))
            #expect(await stage.call(2, within: .seconds(-5), on: loop) == .fault(.timedOut))
            await stage.batcher.waitUntilIdle()
            #expect(stage.invoked == [])
        }
    }

    @Test func `a task that is cancelled before it asks is not sent`() throws {
        try TestLoop.run { loop in
            let stage = BatcherStage(maxItems: 1)
            let call = stage.start(1, on: loop)
            call.cancel()
            #expect(await call.value == .fault(.clientLeft))
            #expect(stage.invoked == [])
        }
    }

    @Test func `a full queue refuses its key only, at once`() throws {
        try TestLoop.run { loop in
            let stage = BatcherStage(maxItems: 4, depth: 3)
            let calls = (1...3).map { stage.start($0, on: loop) }
            await loop.nextTurn()
            #expect(await stage.call(4, on: loop) == .fault(.queueFull))
            var other = BatchKey(route: 0)
            other.append(nil)
            let rest = stage.start(5, key: other, on: loop)
            await loop.nextTurn()
            #expect(stage.batcher.look { $0.waitingByRoute } == [4])
            for call in calls + [rest] {
                call.cancel()
                #expect(await call.value == .fault(.clientLeft))
            }
        }
    }

    @Test func `a full ladder refuses a whole batch, each of its callers`() throws {
        try TestLoop.run { loop in
            let gate = Tally()
            let stage = BatcherStage(maxItems: 2, running: 1, waiting: 1) { batch in
                await gate.reaches(1)
                for request in batch.items { request.answer(.naming(request)) }
            }
            let calls = (1...6).map { stage.start($0, on: loop) }
            #expect(await calls[4].value == .fault(.overloaded))
            #expect(await calls[5].value == .fault(.overloaded))
            gate.add()
            for (index, call) in calls.prefix(4).enumerated() {
                #expect(await call.value == .own(UInt64(index + 1)))
            }
            #expect(stage.invoked == [[1, 2], [3, 4]])
        }
    }

    @Test func `an idle batcher is idle at once`() throws {
        try TestLoop.run { _ in await BatcherStage().batcher.waitUntilIdle() }
    }

    @Test func `idle means that what waited for its turn has run too, for all who wait for it`()
        throws
    {
        try TestLoop.run { loop in
            let gate = Tally()
            let stage = BatcherStage(maxItems: 1, running: 1) { batch in
                await gate.reaches(1)
                for request in batch.items { request.answer(.naming(request)) }
            }
            let calls = (1...3).map { stage.start($0, on: loop) }
            await stage.invocations.reaches(1)
            let waiters = (1...3).map { _ in
                Task(executorPreference: loop) {
                    await stage.batcher.waitUntilIdle()
                    return stage.invoked.count
                }
            }
            await loop.nextTurn()
            gate.add()
            for waiter in waiters { #expect(await waiter.value == 3) }
            for call in calls { _ = await call.value }
        }
    }

    @Test func `X-3 forgetting idle keys loses nobody`() throws {
        try TestLoop.run { loop in
            let stage = BatcherStage(window: .milliseconds(5))
            let call = stage.start(1, on: loop)
            await loop.nextTurn()
            stage.batcher.forgetIdleKeys()
            #expect(await call.value == .own(1))
        }
    }
}
