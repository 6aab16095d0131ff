import SmugAWS
import SmugLoop
import SmugProtocol
import SmugTelemetry

/// Invokes a function once for a batch and gives every request its own answer.
final class BatchInvocation: BatchInvoker {
    private let invoker: any FunctionInvoker
    private let retrier: Retrier
    private let log: Log
    private let streamBudget: ByteBudget?
    private let tracer: Tracer?

    /// How much longer than its requests an invocation may take, so that its end is theirs.
    private static let graceNanoseconds: Int64 = 100_000_000

    /// A batch that is invoked; for its loop only.
    private final class Running: LambdaCallReceiver, LoopWork, @unchecked Sendable {
        let invoked: InvokedBatch
        let route: Route
        let payloadBytes: Int
        let trace: InvocationTrace?
        private let invocation: BatchInvocation
        private let observer: any InvocationObserver
        /// What came of it, while it waits for the loop's turn.
        private var outcome: LambdaCallReceiver.Outcome?

        init(
            _ invoked: consuming InvokedBatch, of route: Route, payloadBytes: Int,
            trace: InvocationTrace?, by invocation: BatchInvocation,
            observer: any InvocationObserver
        ) {
            self.invoked = invoked
            self.route = route
            self.payloadBytes = payloadBytes
            self.trace = trace
            self.invocation = invocation
            self.observer = observer
        }

        var batch: Batch<PendingRequest> { invoked.batch }

        func receive(_ outcome: consuming LambdaCallReceiver.Outcome) {
            guard invoked.batch.items.count < BatchInvocation.ownGroup else {
                return invocation.finish(self, outcome)
            }
            self.outcome = outcome
            invoked.loop.execute(self)
        }

        func runOnLoop() {
            if let outcome = outcome.take() { invocation.finish(self, outcome) }
        }

        func end(_ outcome: BatchOutcome, at now: MonotonicTime) {
            observer.invocationEnded(invoked, outcome, at: now)
        }
    }

    /// - Parameters:
    ///   - streamBudget: what waits of all streamed answers together.
    ///   - tracer: what makes the spans; `nil` where nobody wants any.
    init(
        invoker: any FunctionInvoker, retrier: Retrier, log: Log,
        streamBudget: ByteBudget? = nil, tracer: Tracer? = nil
    ) {
        self.invoker = invoker
        self.retrier = retrier
        self.log = log
        self.streamBudget = streamBudget
        self.tracer = tracer
    }

    func begin(_ invoked: consuming InvokedBatch, observer: any InvocationObserver) {
        let (scope, loop) = (invoked.scope, invoked.loop)
        if invoked.batch.items[0].route.definition.batching.invokeMode == .responseStream {
            let (invoked, dropped) = (invoked, DroppedAnswer(on: loop))
            let task = Task(executorPreference: loop) { [self] in
                // Here, so that the task does not keep the payload.
                let (running, call) = prepare(invoked, observer)
                let outcome = await stream(consume call, running, dropped)
                running.end(outcome, at: EventLoop.now)
            }
            return scope.adopt(StreamedWork(task: task, dropped: dropped))
        }
        // Its requests have times of their own. When the last of them is over the call is dropped,
        // and read to its end, as long as that may be.
        let end = invoked.began.advanced(by: LambdaInvocation.maxTime)
            .advanced(byNanoseconds: Self.graceNanoseconds)
        let (running, call) = prepare(invoked, observer)
        scope.adopt(invoker.begin(consume call, until: end, on: loop, to: running))
    }

    /// So many answers go out at once.
    ///
    /// Fewer wait for those that the same turn of the loop brings: what goes out one right after
    /// the other costs whoever gets it one wake-up, which on a virtual machine takes the sender
    /// longer than all the rest. More would have them wait for nothing.
    private static let ownGroup = 8

    private func finish(_ running: Running, _ outcome: consuming LambdaCallReceiver.Outcome) {
        let now = EventLoop.now
        let delivery = ended(running, outcome.failure, at: now)
        switch consume outcome {
        case .success(let answer):
            guard delivery.deliver(answer) else {
                let work = Task(executorPreference: running.invoked.loop) { [self] in
                    await deliverRecords(answer, delivery)
                    running.end(BatchOutcome(end: .served), at: EventLoop.now)
                }
                return running.invoked.scope.adopt(work)
            }
            running.end(BatchOutcome(end: .served), at: now)
        case .failure(let error):
            let decision = decide(running, error)
            delivery.fail(error, decision)
            running.end(BatchOutcome(end: InvocationEnd(error), decision), at: now)
        }
    }

    private func prepare(
        _ invoked: consuming InvokedBatch, _ observer: any InvocationObserver
    ) -> (Running, LambdaInvocation) {
        let first = invoked.batch.items[0]
        let route = first.route
        var call = LambdaInvocation(
            route.function, payload: payload(of: invoked.batch, route, at: invoked.began))
        // A tenant is part of the batch's key: all of them have the same.
        call.tenantID = first.tenantID
        let trace = tracer?.begin(invoked.batch)
        call.traceHeader = trace?.header
        if route.retries != nil, invoked.batch.retries == 0 { retrier.invoked() }
        let running = Running(
            invoked, of: route, payloadBytes: call.payload.count, trace: trace, by: self,
            observer: observer)
        return (running, call)
    }

    /// Counts and notes a call that has ended.
    ///
    /// - Returns: what hands out its outcome.
    @discardableResult
    private func ended(
        _ running: Running, _ error: LambdaError?, at now: MonotonicTime
    ) -> Delivery {
        let began = running.invoked.began
        let delivery = Delivery(
            batch: running.batch, route: running.route, began: began, endedAt: now, log: log)
        running.route.metrics.invocationEnded(running.batch, began: began, delivery.facts)
        delivery.noteInvocation(payloadBytes: running.payloadBytes)
        if let tracer, let trace = running.trace {
            tracer.end(trace, delivery, payloadBytes: running.payloadBytes, error)
        }
        return delivery
    }

    private func decide(_ running: Running, _ error: LambdaError) -> Retrier.Decision {
        retrier.decide(running.batch, of: running.route, after: error, at: EventLoop.now)
    }

    private func stream(
        _ call: consuming LambdaInvocation, _ running: Running, _ dropped: DroppedAnswer
    ) async -> BatchOutcome {
        guard running.route.definition.events.isBatched else {
            let reader = PlainStream(
                maxPreludeBytes: running.route.definition.streaming.maxRecordBytes,
                shape: running.route.definition.events.shape)
            return await stream(consume call, running, dropped, reader)
        }
        let reader = demultiplexer(running.batch, running.route)
        return await stream(consume call, running, dropped, reader)
    }

    private func stream(
        _ call: consuming LambdaInvocation, _ running: Running, _ dropped: DroppedAnswer,
        _ reader: some AnswerReader
    ) async -> BatchOutcome {
        let route = running.route
        var delivery = StreamDelivery(
            batch: running.batch, route: route, began: running.invoked.began, log: log,
            maxBufferBytes: route.definition.streaming.maxBufferBytes, budget: streamBudget,
            reader: reader)
        let result: Result<Void, LambdaError>
        // Each request has its own time; this is for what none of them waits for.
        let timeout = running.invoked.began.duration(to: deadline(of: running.invoked, route))
        do throws(LambdaError) {
            try await invoker.stream(
                consume call, timeout: timeout + route.streamTimeout,
                idleTimeout: max(timeout, route.streamIdleTimeout), dropped: dropped
            ) { part in
                await delivery.receive(part)
            }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        ended(running, result.failure, at: EventLoop.now)
        switch result {
        case .success:
            await delivery.finish()
            var outcome = BatchOutcome(end: .served)
            outcome.answering = delivery.answering
            return outcome
        case .failure(let error):
            let decision = decide(running, error)
            delivery.fail(error, decision)
            return BatchOutcome(end: InvocationEnd(error), decision)
        }
    }

    /// Delivers a buffered answer that is one of records, and says so.
    private func deliverRecords(_ payload: [UInt8], _ delivery: Delivery) async {
        delivery.noteMode(
            "the function answers with records, a line each: set invokeMode to response_stream")
        // All of it is here already: nothing is gained by a smaller bound.
        var records = StreamDelivery(
            batch: delivery.batch, route: delivery.route, began: delivery.began, log: log,
            maxBufferBytes: payload.count, reader: demultiplexer(delivery.batch, delivery.route))
        await records.receive(payload[...])
        await records.finish()
    }

    private func demultiplexer(
        _ batch: Batch<PendingRequest>, _ route: Route
    ) -> StreamDemultiplexer {
        StreamDemultiplexer(
            ids: batch.items.map(\.id), maxLineBytes: route.definition.streaming.maxRecordBytes,
            shape: route.definition.events.shape)
    }

    private func payload(
        of batch: Batch<PendingRequest>, _ route: Route, at now: MonotonicTime
    ) -> [UInt8] {
        // Who began the batch may have left it since.
        let first = batch.items.first?.arrival ?? batch.began
        let age = now.nanosecondsSince(first) / 1_000_000
        return route.payload(
            of: batch, receivedAtMs: EventLoop.wallClockMilliseconds - age)
    }

    /// As long as anybody waits, and never less than the grace from now on.
    private func deadline(of invoked: borrowing InvokedBatch, _ route: Route) -> MonotonicTime {
        let latest = invoked.batch.items.reduce(MonotonicTime(nanoseconds: 0)) {
            max($0, $1.arrival)
        }
        return max(invoked.began, latest.advanced(byNanoseconds: route.timeoutNanoseconds))
            .advanced(byNanoseconds: Self.graceNanoseconds)
    }
}

extension Result {
    fileprivate var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}

extension InvocationEnd {
    init(_ error: LambdaError) {
        self =
            switch error.code {
            case .throttled: .throttled
            case .functionFailed, .functionTimedOut: .served
            default: .failed
            }
    }
}
