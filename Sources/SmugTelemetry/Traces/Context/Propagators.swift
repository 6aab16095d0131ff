package import SmugHTTP

/// The headers in which trace context comes and goes, in the order in which they are read.
///
/// What a later one says of the trace counts more.
package struct Propagators: Hashable, Sendable {
    /// By the names of `OTEL_PROPAGATORS`.
    package enum Propagator: String, CaseIterable, Sendable {
        case xray
        case traceContext = "tracecontext"
        case baggage
    }

    package let list: [Propagator]

    package init(_ list: [Propagator]) { self.list = list }

    /// All of them, W3C's before X-Ray's.
    package static let all = Propagators(Propagator.allCases)

    package func contains(_ propagator: Propagator) -> Bool { list.contains(propagator) }

    /// Reads what a request says.
    package func extract(from fields: HTTPFields) -> RemoteContext {
        var context = RemoteContext()
        for propagator in list {
            switch propagator {
            case .traceContext: Self.extractTraceParent(from: fields, into: &context)
            case .xray: Self.extractXRay(from: fields, into: &context)
            case .baggage: context.baggage = Baggage(fields)
            }
        }
        return context
    }

    private static func extractTraceParent(
        from fields: HTTPFields, into context: inout RemoteContext
    ) {
        let values = fields.all("traceparent")
        // Of two nobody knows which one counts.
        guard values.count == 1,
            let parent = TraceParent(fields.bytes.span.extracting(values[0]))
        else { return }
        context.traceID = parent.traceID
        context.parent = parent.spanID
        context.isSampled = parent.isSampled
        context.isRandom = parent.flags & 2 == 2
        context.state = TraceState(fields)
    }

    private static func extractXRay(from fields: HTTPFields, into context: inout RemoteContext) {
        guard let range = fields.first("x-amzn-trace-id"),
            let header = XRayTraceHeader(fields.bytes[range])
        else { return }
        context.traceID = header.traceID
        context.parent = header.parent
        context.isSampled = header.isSampled
        context.isRandom = false
        context.state = TraceState()
        context.lineage = header.lineage
    }

    /// Takes out what ``inject(_:baggage:lineage:into:)`` writes: it was said by somebody else.
    package func strip(_ fields: inout HTTPFields) {
        for propagator in list {
            switch propagator {
            case .traceContext:
                fields.removeAll("traceparent")
                fields.removeAll("tracestate")
            case .xray: fields.removeAll("x-amzn-trace-id")
            case .baggage: fields.removeAll("baggage")
            }
        }
    }

    /// Writes what those are to know that come after a span.
    package func inject(
        _ context: SpanContext, baggage: Baggage, lineage: [UInt8], into fields: inout HTTPFields
    ) {
        for propagator in list {
            switch propagator {
            case .traceContext:
                let parent = TraceParent(context.traceID, context.spanID, flags: context.flags)
                Self.append("traceparent", parent.bytes, to: &fields)
                Self.append("tracestate", context.state.bytes, to: &fields)
            case .xray:
                let header = XRayTraceHeader(
                    context.traceID, context.spanID, isSampled: context.isSampled,
                    lineage: lineage)
                Self.append("x-amzn-trace-id", header.bytes, to: &fields)
            case .baggage: Self.append("baggage", baggage.bytes, to: &fields)
            }
        }
    }

    /// Each of these values is made of bytes that a field may hold.
    private static func append(
        _ name: StaticString, _ value: [UInt8], to fields: inout HTTPFields
    ) {
        if !value.isEmpty { try? fields.append(name: name, value: value[...]) }
    }
}
