import SmugHTTP
import SmugLoop
import SmugTelemetry
import TestSupport
import Testing

@testable import SmugGateway

@Suite struct TracerTests {
    private struct NoCollector: SpanTransport {
        func send(_ body: [UInt8], timeout: Duration) async -> ExportAnswer {
            .unreachable("nobody is there")
        }
    }

    private func tracer(
        on loop: EventLoop, _ change: (inout TraceSettings) -> Void = { _ in }
    ) -> (Tracer, SpanExporter) {
        var settings = TraceSettings(url: "http://c/v1/traces")
        change(&settings)
        let exporter = SpanExporter(
            settings.limits, sendTimeout: settings.timeout, transport: NoCollector(),
            counters: SpanCounters(exported: Counter(), dropped: Counter(), failed: Counter()),
            on: loop, log: LogRecorder().log()
        ) { _ in [] }
        return (Tracer(settings, exporter: exporter), exporter)
    }

    private static func parent(_ number: Int, sampled: Bool) -> HTTPFields {
        let trace = String(repeating: "0", count: 30) + "\(10 + number)"
        return HTTPFields([
            ("traceparent", "00-\(trace)-00f067aa0ba902b7-0\(sampled ? 1 : 0)"),
            ("x-amzn-trace-id", "Root=1-67891233-abcdef012345678912345678;Lineage=1:a:0"),
        ])
    }

    private static func batch(_ traces: [RequestTrace?]) -> Batch<PendingRequest> {
        let now = EventLoop.now
        let requests = traces.enumerated().map { index, trace in
            PendingRequest(
                identity: UInt64(index), id: Array("r-\(index)".utf8), route: RouteFixture.any,
                event: [], arrival: now, trace: trace)
        }
        return Batch(key: BatchKey(route: 0), items: requests, began: now)
    }

    @Test func `X-18b the invocation of one request is its child, that of many a trace of its own`()
        throws
    {
        try TestLoop.run { loop in
            let (tracer, _) = tracer(on: loop)
            let one = tracer.begin(Self.parent(1, sampled: true))
            let two = tracer.begin(Self.parent(2, sampled: true))
            let lone = tracer.begin(Self.batch([one]))
            #expect(lone.context.traceID == one.context.traceID)
            #expect(lone.parent == one.context.spanID)
            let both = tracer.begin(Self.batch([one, two]))
            #expect(both.parent == nil)
            #expect(![one, two].map(\.context.traceID).contains(both.context.traceID))
            // The way through functions so far is a lone request's alone.
            let headers = [lone, both].map { String(decoding: $0.header ?? [], as: UTF8.self) }
            #expect(headers[0].hasSuffix(";Sampled=1;Lineage=1:a:0"))
            #expect(headers[1].hasSuffix(";Sampled=1"))
        }
    }

    @Test func `an invocation is recorded where any of its requests is`() throws {
        try TestLoop.run { loop in
            let (tracer, exporter) = tracer(on: loop)
            let kept = tracer.begin(Self.parent(1, sampled: true))
            let left = tracer.begin(Self.parent(2, sampled: false))
            let rows: [([RequestTrace], Bool)] = [
                ([kept], true), ([left], false), ([left, left], false), ([left, kept], true),
            ]
            for (traces, isSampled) in rows {
                let before = exporter.count
                let batch = Self.batch(traces)
                let trace = tracer.begin(batch)
                #expect(trace.context.isSampled == isSampled)
                tracer.end(trace, Self.delivery(batch), payloadBytes: 1, nil)
                #expect(exporter.count == before + (isSampled ? 1 : 0))
            }
        }
    }

    private static func delivery(_ batch: Batch<PendingRequest>) -> Delivery {
        Delivery(
            batch: batch, route: RouteFixture.any, began: EventLoop.now, endedAt: EventLoop.now,
            log: LogRecorder().log())
    }

    @Test(arguments: [1, 2, 128, 129, 300])
    func `each request of a batch is linked to, up to the limit`(count: Int) throws {
        try TestLoop.run { loop in
            let (tracer, _) = tracer(on: loop)
            let traces = (0..<count).map { tracer.begin(Self.parent($0 % 50, sampled: true)) }
            let batch = Self.batch(traces)
            let span = TraceSpan(
                of: Self.delivery(batch), tracer.begin(batch), payloadBytes: 1, nil, region: nil)
            guard count > 1 else { return #expect(span.links.isEmpty) }
            #expect(span.links.count == min(count, TraceSpan.maxLinks))
            #expect(span.droppedLinks == max(0, count - TraceSpan.maxLinks))
            #expect(
                span.links.map(\.context) == traces.prefix(TraceSpan.maxLinks).map(\.context))
        }
    }

    @Test func `the call has no trace where X-Ray's header is not propagated`() throws {
        try TestLoop.run { loop in
            let (tracer, _) = tracer(on: loop) { $0.propagators = Propagators([.traceContext]) }
            #expect(tracer.begin(Self.batch([nil])).header == nil)
        }
    }

    @Test func `the client's context gives way, also where nothing stands in for it`() throws {
        try TestLoop.run { loop in
            let (tracer, _) = tracer(on: loop)
            var fields = HTTPFields([
                ("traceparent", "00-spoilt"), ("tracestate", "a=1"), ("baggage", "spoilt"),
                ("host", "a"),
            ])
            let trace = tracer.begin(fields)
            let injected = tracer.inject(trace, into: &fields)
            #expect(fields.pairs.map(\.name) == ["host"])
            #expect(injected.pairs.map(\.name) == ["x-amzn-trace-id", "traceparent"])
        }
    }
}
