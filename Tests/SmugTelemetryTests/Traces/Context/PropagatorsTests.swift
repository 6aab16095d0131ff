import SmugHTTP
import Testing

@testable import SmugTelemetry

@Suite struct PropagatorsTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let span = "00f067aa0ba902b7"
    private static let parent = ("traceparent", "00-\(trace)-\(span)-01")
    private static let root = (
        "x-amzn-trace-id",
        "Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=0"
    )

    private func extract(
        _ pairs: [(String, String)], _ propagators: Propagators = .all
    ) -> RemoteContext {
        propagators.extract(from: HTTPFields(pairs))
    }

    @Test func `W3C's counts more than X-Ray's, and only where it is valid`() {
        let both = extract([Self.parent, Self.root, ("tracestate", "a=1")])
        #expect(both.traceID?.description == Self.trace)
        #expect(both.parent?.description == Self.span)
        #expect(both.isSampled == true)
        #expect(both.state.bytes == Array("a=1".utf8))
        let one = extract([("traceparent", "00-x"), Self.root, ("tracestate", "a=1")])
        #expect(one.traceID?.description == "67891233abcdef012345678912345678")
        #expect(one.isSampled == false)
        #expect(one.state.bytes.isEmpty)
    }

    @Test func `the last in the list counts most`() {
        let context = extract(
            [Self.parent, Self.root, ("tracestate", "a=1")], Propagators([.traceContext, .xray]))
        #expect(context.parent?.description == "53995c3f42cd8ad8")
        #expect(context.state.bytes.isEmpty)
    }

    @Test func `of two trace parents none counts, not even where they are the same`() {
        let context = extract([Self.parent, Self.parent, ("tracestate", "a=1")])
        #expect(context == RemoteContext())
    }

    @Test func `nothing is read of what is not in the list`() {
        let all = [Self.parent, Self.root, ("baggage", "a=1")]
        #expect(extract(all, Propagators([])) == RemoteContext())
        #expect(extract(all, Propagators([.baggage])).traceID == nil)
        #expect(extract(all, Propagators([.baggage])).baggage.bytes == Array("a=1".utf8))
    }

    @Test func `what is injected is extracted again`() throws {
        let trace = try #require(TraceID(high: 1, low: 2))
        let context = SpanContext(
            traceID: trace, spanID: try #require(SpanID(3)), isSampled: true, isRandom: true,
            state: TraceState(HTTPFields([("tracestate", "a=1")])))
        let baggage = Baggage(HTTPFields([("baggage", "b=2")]))
        for list in [[], [.xray], [.traceContext], Propagators.Propagator.allCases] {
            let propagators = Propagators(list)
            var fields = HTTPFields([("host", "a"), ("baggage", "old=1"), Self.parent, Self.root])
            propagators.strip(&fields)
            let foreign = propagators.extract(from: fields)
            #expect(foreign == RemoteContext())
            propagators.inject(context, baggage: baggage, lineage: [], into: &fields)
            let found = propagators.extract(from: fields)
            let isCarried = list.contains(.xray) || list.contains(.traceContext)
            #expect(found.traceID == (isCarried ? trace : nil))
            #expect(found.isSampled == (isCarried ? true : nil))
            #expect(found.state == (list.contains(.traceContext) ? context.state : TraceState()))
            #expect(found.isRandom == list.contains(.traceContext))
            #expect(found.baggage == (list.contains(.baggage) ? baggage : Baggage()))
        }
    }
}
