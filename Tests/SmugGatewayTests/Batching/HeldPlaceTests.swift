import SmugLoop
import Synchronization
import TestSupport
import Testing

@testable import SmugGateway

/// The place of an invocation that everybody has left while its function runs on.
@Suite struct HeldPlaceTests {
    /// Invocations that end when they are cancelled or when the test says so, and whose functions
    /// end when the test says so.
    private final class RemoteInvoker: BatchInvoker {
        final class Work: Cancellable {
            private struct State {
                var end: (@Sendable (BatchOutcome) -> Void)?
                var over: (@Sendable (WorkRemainder) -> Void)?
                var remainder: WorkRemainder?
            }

            private let state: Mutex<State>
            let loop: EventLoop

            init(on loop: EventLoop, _ end: @escaping @Sendable (BatchOutcome) -> Void) {
                self.loop = loop
                state = Mutex(State(end: end))
            }

            func end(_ end: InvocationEnd) {
                let told = state.withLock { exchange(&$0.end, with: nil) }
                told?(BatchOutcome(end: end))
            }

            func cancel() { loop.execute { self.end(.failed) } }

            func whenOver(_ over: @escaping @Sendable (WorkRemainder) -> Void) {
                let remainder = state.withLock { state in
                    state.over = over
                    return state.remainder
                }
                if let remainder { over(remainder) }
            }

            func functionEnds(_ remainder: WorkRemainder = .done) {
                let over = state.withLock { state in
                    state.remainder = remainder
                    return state.over
                }
                over?(remainder)
            }
        }

        private let list = Mutex<[Work]>([])
        private let sees: Bool

        /// - Parameter sees: whether the end of a function is seen.
        init(sees: Bool) { self.sees = sees }

        var works: [Work] { list.withLock { $0 } }

        func begin(_ invoked: consuming InvokedBatch, observer: any InvocationObserver) {
            let invoked = invoked
            let work = Work(on: invoked.loop) { outcome in
                observer.invocationEnded(invoked, outcome, at: EventLoop.now)
            }
            list.withLock { $0.append(work) }
            invoked.scope.adopt(sees ? work : Blind(work: work))
        }
    }

    private struct Blind: Cancellable {
        let work: RemoteInvoker.Work

        func cancel() { work.cancel() }
    }

    /// One place, whose first invocation everybody has left.
    private struct Stage: Sendable {
        let loop: EventLoop
        let invoker: RemoteInvoker
        let batcher: Batcher

        init(on loop: EventLoop, sees: Bool = true) {
            self.loop = loop
            invoker = RemoteInvoker(sees: sees)
            let policy = BatchPolicy(
                window: .fixed(.zero), maxItems: 1, maxBytes: 1_000_000, maxQueueDepth: 100,
                maxRunning: nil)
            batcher = Batcher(
                machine: BatchMachine(
                    policies: [policy], maxRunning: 1, maxWaiting: 10, idleTime: .seconds(1)),
                invoker: invoker)
        }

        func start(_ request: PendingRequest, within limit: Duration = .seconds(60))
            -> Task<Outcome, Never>
        {
            Task(executorPreference: loop) { [batcher, loop] in
                Outcome(
                    await batcher.answer(
                        to: request, key: BatchKey(route: 0),
                        before: EventLoop.now.advanced(by: limit), on: loop))
            }
        }

        func leave(within limit: Duration = .seconds(60)) async {
            let gone = start(PendingRequest(number: 1), within: limit)
            while invoker.works.isEmpty { await loop.nextTurn() }
            gone.cancel()
            let isLate = limit < .seconds(60)
            let outcome = await gone.value
            #expect(outcome == .fault(.clientLeft) || isLate && outcome == .fault(.timedOut))
            await loop.turns()
        }

        /// Another request finds no place until the first function ends, and then has it.
        func answerAnotherOnceFunctionEnds() async {
            let request = PendingRequest(number: 2)
            let next = start(request)
            await loop.turns()
            #expect(invoker.works.count == 1)
            invoker.works[0].functionEnds()
            await loop.turns()
            #expect(invoker.works.count == 2)
            await answerNext(request, next)
        }

        func answerNext(_ request: PendingRequest, _ call: Task<Outcome, Never>) async {
            request.answer(.naming(request))
            invoker.works[1].end(.served)
            #expect(await call.value == .own(2))
        }
    }

    @Test func `it is free the moment the function has ended`() throws {
        try TestLoop.run { loop in
            let stage = Stage(on: loop)
            await stage.leave()
            await stage.answerAnotherOnceFunctionEnds()
        }
    }

    @Test func `it is free once, however often the function ends`() throws {
        try TestLoop.run { loop in
            let stage = Stage(on: loop)
            await stage.leave()
            stage.invoker.works[0].functionEnds()
            stage.invoker.works[0].functionEnds()
            let requests = [PendingRequest(number: 2), PendingRequest(number: 3)]
            let calls = requests.map { stage.start($0) }
            await loop.turns()
            #expect(stage.invoker.works.count == 2, "one place, and not two")
            await stage.answerNext(requests[0], calls[0])
            await loop.turns()
            requests[1].answer(.naming(requests[1]))
            stage.invoker.works[2].end(.served)
            #expect(await calls[1].value == .own(3))
        }
    }

    @Test func `it is kept beyond the requests' time where the function is seen to run`() throws {
        try TestLoop.run { loop in
            let stage = Stage(on: loop)
            let late = PendingRequest(number: 1)
            #expect(await stage.start(late, within: .milliseconds(50)).value == .fault(.timedOut))
            let waiting = stage.start(PendingRequest(number: 3), within: .milliseconds(50))
            #expect(await waiting.value == .fault(.timedOut), "its turn never came")
            #expect(stage.batcher.look { $0.ladder.running } == 1)
            await stage.answerAnotherOnceFunctionEnds()
        }
    }

    @Test(arguments: [WorkRemainder.over, .unseen])
    func `it is free when the requests' time is over and nobody sees the function`(
        _ remainder: WorkRemainder
    ) throws {
        try TestLoop.run { loop in
            let stage = Stage(on: loop, sees: remainder != .unseen)
            await stage.leave(within: .milliseconds(100))
            stage.invoker.works[0].functionEnds(remainder)
            let request = PendingRequest(number: 2)
            let next = stage.start(request)
            while stage.invoker.works.count < 2 { await loop.nextTurn() }
            // Late, and harmless.
            stage.invoker.works[0].functionEnds()
            await stage.answerNext(request, next)
            #expect(stage.batcher.look { $0.ladder.running } == 0)
        }
    }

    @Test func `a function that ends too late is measured all the same`() throws {
        try TestLoop.run { loop in
            let stage = Stage(on: loop)
            for number in 0..<8 {
                let request = PendingRequest(number: UInt64(number + 1))
                let call = stage.start(request, within: .milliseconds(50))
                #expect(await call.value == .fault(.timedOut))
                await loop.turns()
                #expect(stage.batcher.look { $0.neededTimes } == [nil])
                stage.invoker.works[number].functionEnds(.done)
                await loop.turns()
            }
            let needed = stage.batcher.look { $0.neededTimes[0] }
            #expect(needed ?? 0 >= 50_000_000)
        }
    }

    @Test func `it keeps nothing of the batch, and holds up no drain`() throws {
        try TestLoop.run { loop in
            let stage = Stage(on: loop)
            weak var request: PendingRequest?
            do {
                let gone = PendingRequest(number: 1)
                request = gone
                let call = stage.start(gone)
                await loop.turns()
                call.cancel()
                _ = await call.value
            }
            await loop.turns()
            #expect(request == nil)
            #expect(stage.batcher.look { $0.ladder.running } == 1)
            await stage.batcher.waitUntilIdle()
            stage.invoker.works[0].functionEnds()
            #expect(stage.batcher.look { $0.ladder.running } == 0)
        }
    }
}
