import SmugAWS
import SmugHTTP
import SmugLoop
import SmugTelemetry

/// Makes the spans of a gateway and hands them to their exporter.
///
/// Where a gateway has none, nothing of a trace costs anything.
final class Tracer: Sendable {
    let propagators: Propagators
    private let sampler: Sampler
    private let ids: SpanIDGenerator
    private let encoding: TraceEncoding
    private let region: String?
    private let exporter: SpanExporter

    init(_ settings: TraceSettings, exporter: SpanExporter) {
        propagators = settings.propagators
        sampler = settings.sampler
        ids = SpanIDGenerator(settings.ids)
        encoding = settings.encoding
        region = settings.region
        self.exporter = exporter
    }

    // MARK: - Requests

    /// Begins the span of a request whose head has arrived.
    func begin(_ fields: HTTPFields) -> RequestTrace {
        let now = EventLoop.wallClockNanoseconds
        let remote = propagators.extract(from: fields)
        let traceID = remote.traceID ?? ids.traceID(atEpochSeconds: now / 1_000_000_000)
        let context = SpanContext(
            traceID: traceID, spanID: ids.spanID(),
            isSampled: sampler.samples(traceID, decision: remote.isSampled),
            isRandom: remote.isRandom, state: remote.state)
        return RequestTrace(context: context, after: remote, startNanoseconds: now)
    }

    /// The fields of a request with its span's context in place of the client's.
    func inject(_ trace: RequestTrace, into fields: inout HTTPFields) -> HTTPFields {
        propagators.strip(&fields)
        var injected = HTTPFields()
        injected.reserve(fields: 4, bytes: 320)
        propagators.inject(
            trace.context, baggage: trace.baggage, lineage: trace.lineage, into: &injected)
        return injected
    }

    /// Ends the span of a request whose answer is sent.
    func end(_ passage: Passage, nanoseconds: Int64) {
        guard let trace = passage.trace, trace.context.isSampled else { return }
        export(TraceSpan(of: passage, trace, nanoseconds: nanoseconds))
    }

    // MARK: - Invocations

    /// Begins the span of an invocation.
    ///
    /// For one request it is that one's child; for many it begins a trace of its own, and is
    /// recorded where any of theirs is.
    func begin(_ batch: Batch<PendingRequest>) -> InvocationTrace {
        let now = EventLoop.wallClockNanoseconds
        let traces = batch.items.compactMap(\.trace)
        let lone = batch.items.count == 1 ? traces.first : nil
        let context = SpanContext(
            traceID: lone?.context.traceID ?? ids.traceID(atEpochSeconds: now / 1_000_000_000),
            spanID: ids.spanID(), isSampled: traces.contains { $0.context.isSampled },
            isRandom: lone?.context.isRandom ?? false,
            state: lone?.context.state ?? TraceState())
        let header = XRayTraceHeader(
            context.traceID, context.spanID, isSampled: context.isSampled,
            lineage: lone?.lineage ?? [])
        return InvocationTrace(
            context: context, parent: lone?.context.spanID, startNanoseconds: now,
            header: propagators.contains(.xray) ? header.bytes : nil)
    }

    /// Ends the span of an invocation that has ended.
    ///
    /// - Parameter error: what went wrong, where it gave no answer.
    func end(
        _ trace: InvocationTrace, _ delivery: Delivery, payloadBytes: Int, _ error: LambdaError?
    ) {
        guard trace.context.isSampled else { return }
        export(
            TraceSpan(
                of: delivery, trace, payloadBytes: payloadBytes, error, region: region))
    }

    private func export(_ span: TraceSpan) {
        exporter.add(encoding.encode(span), at: EventLoop.now)
    }
}
