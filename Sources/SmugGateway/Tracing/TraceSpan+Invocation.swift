import SmugAWS
import SmugLoop
import SmugTelemetry

/// The span of an invocation, by OpenTelemetry's conventions for callers of functions.
extension TraceSpan {
    init(
        of invocation: Delivery, _ trace: InvocationTrace, payloadBytes: Int, _ error: LambdaError?,
        region: String?
    ) {
        let function = invocation.route.function
        self.init(
            .client, named: Array("invoke \(function.name)".utf8), context: trace.context,
            parent: trace.parent, startNanoseconds: trace.startNanoseconds,
            duration: invocation.facts.invokedNanoseconds)
        attributes.reserve(12)
        attributes.add("faas.invoked_name", function.name)
        attributes.add("faas.invoked_provider", "aws")
        if let region = function.region ?? region {
            attributes.add("faas.invoked_region", region)
        }
        let route = invocation.route.definition
        attributes.add("http.route", route.template.text)
        attributes.add("smug.invoke.mode", route.batching.invokeMode.rawValue)
        attributes.add("smug.batch.size", Int64(invocation.facts.size))
        attributes.add(
            "smug.batch.wait_ms", Double(invocation.facts.waitedNanoseconds) / 1_000_000)
        attributes.add("smug.invoke.payload_bytes", Int64(payloadBytes))
        if invocation.facts.retries > 0 {
            attributes.add("smug.batch.retries", Int64(invocation.facts.retries))
        }
        if let error {
            attributes.add("error.type", GatewayFault(error).code)
            status = .error(error.description)
        }
        // A lone request's is its child already.
        if trace.parent == nil { link(invocation.batch, began: invocation.began) }
    }

    private mutating func link(_ batch: Batch<PendingRequest>, began: MonotonicTime) {
        for request in batch.items {
            guard let trace = request.trace else { continue }
            guard links.count < Self.maxLinks else {
                droppedLinks += 1
                continue
            }
            var attributes = Attributes()
            attributes.add("smug.request.id", request.id[...])
            attributes.add(
                "smug.queue.wait_ms", Double(began.nanosecondsSince(request.arrival)) / 1_000_000)
            links.append(Link(trace.context, attributes))
        }
    }
}
