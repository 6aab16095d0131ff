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
    private static let grace = Duration.milliseconds(100)

    /// A batch that is invoked.
    private final class Running: Sendable {
        let batch: Batch<PendingRequest>
        let route: Route
        let payloadBytes: Int
        let timeout: Duration
        let began: MonotonicTime
        let trace: InvocationTrace?

        init(
            _ batch: Batch<PendingRequest>, of route: Route, payloadBytes: Int,
            timeout: Duration, began: MonotonicTime, trace: InvocationTrace?
        ) {
            self.batch = batch
            self.route = route
            self.payloadBytes = payloadBytes
            self.timeout = timeout
            self.began = began
            self.trace = trace
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

    func begin(
        _ batch: Batch<PendingRequest>, in scope: InvocationScope, on loop: EventLoop,
        then end: @escaping @Sendable (BatchOutcome) -> Void
    ) {
        if batch.items[0].route.definition.batching.invokeMode == .responseStream {
            return scope.adopt(
                Task(executorPreference: loop) { [self] in
                    // Here, so that the task does not keep the payload.
                    let (running, call) = prepare(batch)
                    end(await stream(consume call, running))
                })
        }
        let (running, call) = prepare(batch)
        let work = invoker.begin(consume call, timeout: running.timeout, on: loop) {
            [self] result in
            guard running.batch.items.count < Self.ownGroup else {
                return finish(running, result, in: scope, on: loop, then: end)
            }
            let result = result
            loop.execute { [self] in finish(running, result, in: scope, on: loop, then: end) }
        }
        scope.adopt(work)
    }

    /// So many answers go out at once.
    ///
    /// Fewer wait for those that the same turn of the loop brings: what goes out one right after
    /// the other costs whoever gets it one wake-up, which on a virtual machine takes the sender
    /// longer than all the rest. More would have them wait for nothing.
    private static let ownGroup = 8

    private func finish(
        _ running: Running, _ result: consuming Result<[UInt8], LambdaError>,
        in scope: InvocationScope, on loop: EventLoop,
        then end: @escaping @Sendable (BatchOutcome) -> Void
    ) {
        let delivery = ended(running, result.failure)
        switch consume result {
        case .success(let answer):
            guard delivery.deliver(answer) else {
                let work = Task(executorPreference: loop) { [self] in
                    await deliverRecords(answer, delivery)
                    end(BatchOutcome(end: .served))
                }
                return scope.adopt(work)
            }
            end(BatchOutcome(end: .served))
        case .failure(let error):
            let decision = decide(running, error)
            delivery.fail(error, decision)
            end(BatchOutcome(end: InvocationEnd(error), decision))
        }
    }

    private func prepare(_ batch: Batch<PendingRequest>) -> (Running, LambdaInvocation) {
        let first = batch.items[0]
        let route = first.route
        let began = EventLoop.now
        var call = LambdaInvocation(
            route.function, payload: payload(of: batch, route, at: began))
        // A tenant is part of the batch's key: all of them have the same.
        call.tenantID = first.tenantID
        let trace = tracer?.begin(batch)
        call.traceHeader = trace?.header
        if route.retries != nil, batch.retries == 0 { retrier.invoked() }
        let running = Running(
            batch, of: route, payloadBytes: call.payload.count,
            timeout: timeout(of: batch, route, at: began), began: began, trace: trace)
        return (running, call)
    }

    /// Counts and notes a call that has ended.
    ///
    /// - Returns: what hands out its outcome.
    @discardableResult
    private func ended(_ running: Running, _ error: LambdaError?) -> Delivery {
        let delivery = Delivery(
            batch: running.batch, route: running.route, began: running.began, log: log)
        running.route.metrics.invocationEnded(
            running.batch, began: running.began, delivery.facts)
        delivery.noteInvocation(payloadBytes: running.payloadBytes)
        if let tracer, let trace = running.trace {
            tracer.end(trace, delivery, payloadBytes: running.payloadBytes, error)
        }
        return delivery
    }

    private func decide(_ running: Running, _ error: LambdaError) -> Retrier.Decision {
        retrier.decide(running.batch, of: running.route, after: error, at: EventLoop.now)
    }

    private func stream(_ call: consuming LambdaInvocation, _ running: Running) async
        -> BatchOutcome
    {
        guard running.route.definition.events.isBatched else {
            let reader = PlainStream(
                maxPreludeBytes: running.route.definition.streaming.maxRecordBytes,
                shape: running.route.definition.events.shape)
            return await stream(consume call, running, reader)
        }
        return await stream(consume call, running, demultiplexer(running.batch, running.route))
    }

    private func stream(
        _ call: consuming LambdaInvocation, _ running: Running, _ reader: some AnswerReader
    ) async -> BatchOutcome {
        let route = running.route
        var delivery = StreamDelivery(
            batch: running.batch, route: route, began: running.began, log: log,
            maxBufferBytes: route.definition.streaming.maxBufferBytes, budget: streamBudget,
            reader: reader)
        let result: Result<Void, LambdaError>
        do throws(LambdaError) {
            // Each request has its own time; this is for what none of them waits for.
            try await invoker.stream(
                consume call, timeout: running.timeout + route.streamTimeout,
                idleTimeout: max(running.timeout, route.streamIdleTimeout)
            ) { part in
                await delivery.receive(part)
            }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        ended(running, result.failure)
        switch result {
        case .success:
            await delivery.finish()
            return BatchOutcome(end: .served)
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
            of: batch.items.map(\.event),
            receivedAtMs: EventLoop.wallClockMilliseconds - age)
    }

    /// As long as anybody waits, and never less than the grace.
    private func timeout(
        of batch: Batch<PendingRequest>, _ route: Route, at now: MonotonicTime
    ) -> Duration {
        let latest = batch.items.reduce(MonotonicTime(nanoseconds: 0)) { max($0, $1.arrival) }
        return max(now.duration(to: latest.advanced(by: route.timeout)), .zero) + Self.grace
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
