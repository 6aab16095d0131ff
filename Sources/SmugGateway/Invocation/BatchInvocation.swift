import SmugAWS
import SmugLoop
import SmugProtocol
import SmugTelemetry

/// Invokes a function once for a batch and gives every request its own answer.
struct BatchInvocation: Sendable {
    let invoker: any FunctionInvoker
    let retrier: Retrier
    let log: Log
    /// What waits of all streamed answers together.
    var streamBudget: ByteBudget?
    /// What makes the spans; `nil` where nobody wants any.
    var tracer: Tracer?

    /// How much longer than its requests an invocation may take, so that its end is theirs.
    private static let grace = Duration.milliseconds(100)

    func run(_ batch: Batch<PendingRequest>) async -> BatchOutcome {
        guard let route = batch.items.first?.route else { return BatchOutcome(end: .failed) }
        let began = EventLoop.now
        var call = LambdaInvocation(
            route.function, payload: payload(of: batch, route, at: began))
        // A tenant is part of the batch's key: all of them have the same.
        call.tenantID = batch.items.first?.tenantID
        let trace = tracer?.begin(batch)
        call.traceHeader = trace?.header
        let timeout = self.timeout(of: batch, route, at: began)
        if route.retries != nil, batch.retries == 0 { retrier.invoked() }
        if route.definition.batching.invokeMode == .responseStream {
            guard route.definition.events.isBatched else {
                let reader = PlainStream(
                    maxPreludeBytes: route.definition.streaming.maxRecordBytes,
                    shape: route.definition.events.shape)
                return await stream(batch, route, call, timeout, began, trace, reader)
            }
            return await stream(
                batch, route, call, timeout, began, trace, demultiplexer(batch, route))
        }
        let result: Result<[UInt8], LambdaError>
        do throws(LambdaError) {
            result = .success(try await invoker.invoke(call, timeout: timeout))
        } catch {
            result = .failure(error)
        }
        let delivery = Delivery(batch: batch, route: route, began: began, log: log)
        route.metrics.invocationEnded(batch, began: began, delivery.facts)
        delivery.noteInvocation(payloadBytes: call.payload.count)
        end(trace, delivery, call, result.failure)
        switch result {
        case .success(let answer):
            if !delivery.deliver(answer) { await deliverRecords(answer, delivery) }
            return BatchOutcome(end: .served)
        case .failure(let error):
            let decision = retrier.decide(batch, of: route, after: error, at: EventLoop.now)
            delivery.fail(error, decision)
            return BatchOutcome(end: InvocationEnd(error), decision)
        }
    }

    private func stream(
        _ batch: Batch<PendingRequest>, _ route: Route, _ call: LambdaInvocation,
        _ timeout: Duration, _ began: MonotonicTime, _ trace: InvocationTrace?,
        _ reader: some AnswerReader
    ) async -> BatchOutcome {
        var delivery = StreamDelivery(
            batch: batch, route: route, began: began, log: log,
            maxBufferBytes: route.definition.streaming.maxBufferBytes, budget: streamBudget,
            reader: reader)
        let result: Result<Void, LambdaError>
        do throws(LambdaError) {
            // Each request has its own time; this is for what none of them waits for.
            try await invoker.stream(
                call, timeout: timeout + route.streamTimeout,
                idleTimeout: max(timeout, route.streamIdleTimeout)
            ) { part in
                await delivery.receive(part)
            }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        route.metrics.invocationEnded(batch, began: began, delivery.facts)
        delivery.noteInvocation(payloadBytes: call.payload.count)
        end(trace, delivery.delivery, call, result.failure)
        switch result {
        case .success:
            await delivery.finish()
            return BatchOutcome(end: .served)
        case .failure(let error):
            let decision = retrier.decide(batch, of: route, after: error, at: EventLoop.now)
            delivery.fail(error, decision)
            return BatchOutcome(end: InvocationEnd(error), decision)
        }
    }

    private func end(
        _ trace: InvocationTrace?, _ delivery: Delivery, _ call: LambdaInvocation,
        _ error: LambdaError?
    ) {
        guard let tracer, let trace else { return }
        tracer.end(trace, delivery, payloadBytes: call.payload.count, error)
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
        let latest = batch.items.map(\.arrival).max() ?? now
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
