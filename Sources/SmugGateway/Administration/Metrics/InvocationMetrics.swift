import SmugTelemetry

/// What is counted of batches and invocations, on the functions' side.
struct InvocationMetrics: Sendable {
    let batchSize: MetricFamily<Histogram>
    let batchWait: MetricFamily<Histogram>
    let duration: MetricFamily<Histogram>
    let failures: MetricFamily<Counter>
    let strayRecords: MetricFamily<Counter>
    let retries: MetricFamily<Counter>
    let withheldRetries: MetricFamily<Counter>
    let retryTokens: ObservedMetric
    let inFlight: ObservedMetric
    let waitingBatches: ObservedMetric
    let queueDepth: ObservedMetric
    let neededTime: ObservedMetric
    let keys: ObservedMetric
    let evictedKeys: ObservedMetric
    let functionLimit: ObservedMetric

    init(_ registry: MetricRegistry) {
        let route = GatewayMetrics.routeLabels
        batchSize = registry.histograms(
            "smug_batch_size", "Requests in an invocation.", labels: route, .counts)
        batchWait = registry.histograms(
            "smug_batch_wait_ms",
            "From a batch's first request to its invocation, in milliseconds.", labels: route,
            .milliseconds)
        duration = registry.histograms(
            "smug_invoke_duration_ms", "From an invocation's start to its end, in milliseconds.",
            labels: route, .milliseconds)
        failures = registry.counters(
            "smug_invocation_failures_total",
            "Invocations that gave no answer that could be read, by code.",
            labels: route + ["code"])
        strayRecords = registry.counters(
            "smug_stray_records_total",
            "Records of functions' answers that did nothing, by the reason.",
            labels: route + ["kind"])
        retries = registry.counters(
            "smug_retries_total", "Failed invocations that were tried again.", labels: route)
        withheldRetries = registry.counters(
            "smug_retries_withheld_total",
            "Failed invocations that were not tried again because the retry budget was used up.",
            labels: route)
        retryTokens = registry.observedGauge(
            "smug_retry_budget", "Retries that the budget allows at the moment.")
        inFlight = registry.observedGauge(
            "smug_inflight_invocations", "Invocations under way.", labels: route)
        waitingBatches = registry.observedGauge(
            "smug_waiting_batches", "Batches that have left and wait for an invocation to end.")
        queueDepth = registry.observedGauge(
            "smug_queue_depth", "Requests that wait for their invocation.", labels: route)
        neededTime = registry.observedGauge(
            "smug_needed_time_ms",
            "What a request has to have left when its turn comes, in milliseconds.", labels: route)
        keys = registry.observedGauge("smug_batch_keys", "Batch keys that are remembered.")
        evictedKeys = registry.observedCounter(
            "smug_batch_keys_evicted_total",
            "Batch keys without requests that were forgotten early, to make room for others.")
        functionLimit = registry.observedGauge(
            "smug_function_concurrency_limit",
            "Invocations of a function that run at a time, as its throttles have it.",
            labels: ["function"])
    }
}
