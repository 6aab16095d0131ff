import SmugTelemetry

/// What is counted of requests, on the clients' side.
struct RequestMetrics: Sendable {
    let answered: MetricFamily<Counter>
    let errors: MetricFamily<Counter>
    let duration: MetricFamily<Histogram>
    let queueWait: MetricFamily<Histogram>
    let receivedBytes: MetricFamily<Counter>
    let sentBytes: MetricFamily<Counter>
    let slowReaders: MetricFamily<Counter>
    let preflights: MetricFamily<Counter>
    let inFlight: ObservedMetric

    init(_ registry: MetricRegistry) {
        let route = GatewayMetrics.routeLabels
        answered = registry.counters(
            "smug_requests_total", "Requests answered, by the class of their status.",
            labels: route + ["status"])
        errors = registry.counters(
            "smug_errors_total", "Requests that did not get their function's answer, by code.",
            labels: route + ["code"])
        duration = registry.histograms(
            "smug_request_duration_ms",
            "From the end of a request's head to the end of its answer, in milliseconds.",
            labels: route, .milliseconds)
        queueWait = registry.histograms(
            "smug_queue_wait_ms",
            "From the end of a request to the start of its invocation, in milliseconds.",
            labels: route, .milliseconds)
        receivedBytes = registry.counters(
            "smug_request_body_bytes_total", "Bytes of requests' bodies.", labels: route)
        sentBytes = registry.counters(
            "smug_response_body_bytes_total", "Bytes of answers' bodies.", labels: route)
        slowReaders = registry.counters(
            "smug_slow_readers_total",
            "Clients that were cut off because they did not take their streamed answer.",
            labels: route)
        preflights = registry.counters(
            "smug_preflights_total",
            "Preflights that the gateway has answered itself; they are requests too.",
            labels: route)
        inFlight = registry.observedGauge(
            "smug_inflight_requests", "Requests under way, from their head to their answer's end.")
    }
}
