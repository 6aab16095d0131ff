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
                var over: (@Sendable () -> Void)?
                var isOver = false
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

            /// Ends as one whose function is seen to run on for longer than its requests may wait.
            func cancel(lastEnd: MonotonicTime) {
                var outcome = BatchOutcome(end: .failed)
                outcome.lastEnd = lastEnd
                let told = state.withLock { exchange(&$0.end, with: nil) }
                told?(outcome)
            }

            func whenOver(_ over: @escaping @Sendable () -> Void) {
                let isOver = state.withLock { state in
                    state.over = over
                    return state.isOver
                }
                if isOver { over() }
            }

            func functionEnds() {
                let over = state.withLock { state in
                    state.isOver = true
                    return state.over
                }
                over?()
            }
        }

        enum Kind {
            /// The end of a function is seen, before its requests' time is over.
            case seen
            /// It is seen whenever it comes.
            case lasting
            case unseen
        }

        private let list = Mutex<[Work]>([])
        private let kind: Kind

        init(_ kind: Kind) { self.kind = kind }

        var works: [Work] { list.withLock { $0 } }

        func begin(_ invoked: consuming InvokedBatch, observer: any InvocationObserver) {
            let invoked = invoked
            let work = Work(on: invoked.loop) { outcome in
                observer.invocationEnded(invoked, outcome, at: EventLoop.now)
            }
            list.withLock { $0.append(work) }
            switch kind {
            case .seen: invoked.scope.adopt(work)
            case .lasting: invoked.scope.adopt(Lasting(work: work, loop: work.loop))
            case .unseen: invoked.scope.adopt(Blind(work: work))
            }
        }
    }

    /// Work like a stream's, which may last longer than the wait for its beginning.
    private struct Lasting: Cancellable {
        let work: RemoteInvoker.Work
        let loop: EventLoop

        func cancel() {
            loop.execute { work.cancel(lastEnd: EventLoop.now.advanced(by: .seconds(60))) }
        }

        func whenOver(_ over: @escaping @Sendable () -> Void) { work.whenOver(over) }
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

        init(on loop: EventLoop, _ kind: RemoteInvoker.Kind = .seen) {
            self.loop = loop
            invoker = RemoteInvoker(kind)
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
            let request = PendingRequest(number: 2)
            let next = stage.start(request)
            await loop.turns()
            #expect(stage.invoker.works.count == 1)
            stage.invoker.works[0].functionEnds()
            await loop.turns()
            #expect(stage.invoker.works.count == 2)
            await stage.answerNext(request, next)
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
            let stage = Stage(on: loop, .lasting)
            await stage.leave(within: .milliseconds(20))
            let request = PendingRequest(number: 2)
            let next = stage.start(request)
            try await loop.sleep(for: .milliseconds(40))
            #expect(stage.invoker.works.count == 1)
            stage.invoker.works[0].functionEnds()
            await loop.turns()
            await stage.answerNext(request, next)
        }
    }

    @Test(arguments: [RemoteInvoker.Kind.seen, .unseen])
    private func `it is free when the requests' time is over`(_ kind: RemoteInvoker.Kind) throws {
        try TestLoop.run { loop in
            let stage = Stage(on: loop, kind)
            await stage.leave(within: .milliseconds(100))
            let request = PendingRequest(number: 2)
            let next = stage.start(request)
            while stage.invoker.works.count < 2 { await loop.nextTurn() }
            // Late, and harmless.
            stage.invoker.works[0].functionEnds()
            await stage.answerNext(request, next)
            #expect(stage.batcher.look { $0.ladder.running } == 0)
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
