import SmugHTTP
@testable import SmugTelemetry

/// What requests say of their traces, and collectors of what they were sent.
enum TraceFuzz {
    /// Whatever a request says, what is passed on is valid, and is read as it was written.
    static func context(_ input: [UInt8]) {
        var parser = HTTPRequestParser()
        var offset = 0
        guard case .head(let head)? = try? parser.next(input.span, &offset) else { return }
        for propagators in [Propagators.all, Propagators([.traceContext, .baggage, .xray])] {
            let remote = propagators.extract(from: head.fields)
            precondition(remote.state.bytes.count <= TraceState.maxBytes, "a state too long")
            precondition(remote.baggage.bytes.count <= Baggage.maxBytes, "a baggage too long")
            guard let traceID = remote.traceID ?? TraceID(high: 1, low: 1),
                let spanID = remote.parent ?? SpanID(1)
            else { preconditionFailure("numbers that are none") }
            let context = SpanContext(
                traceID: traceID, spanID: spanID, isSampled: remote.isSampled ?? true,
                isRandom: remote.isRandom, state: remote.state)
            var fields = head.fields
            propagators.strip(&fields)
            precondition(
                propagators.extract(from: fields) == RemoteContext(), "something was left")
            propagators.inject(
                context, baggage: remote.baggage, lineage: remote.lineage, into: &fields)
            for propagator in Propagators.Propagator.allCases {
                let again = Propagators([propagator]).extract(from: fields)
                precondition(
                    propagator == .baggage
                        ? again.baggage == remote.baggage
                        : again.traceID == traceID && again.parent == spanID
                            && again.isSampled == context.isSampled, "not what was written")
            }
            let again = Propagators([.traceContext]).extract(from: fields)
            precondition(again.state == remote.state, "another state")
        }
    }

    /// A collector's answer rejects no fewer than none.
    static func answers(_ input: [UInt8]) {
        for encoding in [TraceEncoding.protobuf, .json] {
            let response = ExportResponse(input, encoding)
            precondition(response.rejectedSpans >= 0, "fewer than none")
        }
        var reader = ProtobufReader(input[...])
        var fields = 0
        while reader.next() != nil { fields += 1 }
        precondition(fields <= input.count, "more fields than bytes")
    }
}
