import SmugHTTP
import SmugNet
import SmugTelemetry

extension GatewayMetrics {
    /// Has the numbers that others hold read from them.
    func observe(_ handler: GatewayHandler, _ batcher: Batcher, _ routes: [Route]) {
        let functions = FunctionNumbers(routes).names
        invocations.functionLimit.observe { [weak batcher] report in
            guard let limits = batcher?.look({ $0.ladder.functionLimits }) else { return }
            for (function, limit) in zip(functions, limits) { report([function], .integer(limit)) }
        }
        invocations.evictedKeys.observe { [weak batcher] in batcher?.look { $0.evictedKeys } ?? 0 }
        requests.inFlight.observe { [weak handler] in handler?.requestCount ?? 0 }
        invocations.keys.observe { [weak batcher] in batcher?.look(\.keyCount) ?? 0 }
        invocations.waitingBatches.observe { [weak batcher] in
            batcher?.look(\.waitingBatches) ?? 0
        }
        invocations.inFlight.observe { [weak batcher] report in
            guard let running = batcher?.look(\.runningByRoute) else { return }
            for (route, count) in zip(routes, running) {
                report(route.definition.metricLabels, .integer(count))
            }
        }
        invocations.queueDepth.observe { [weak batcher] report in
            guard let waiting = batcher?.look({ $0.waitingByRoute }) else { return }
            for (route, count) in zip(routes, waiting) {
                report(route.definition.metricLabels, .integer(count))
            }
        }
    }
}

extension Gateway {
    /// Says the number of every limit, and what of it is in use.
    func declareLimits(_ handler: GatewayHandler, _ batcher: Batcher) {
        let limits = metrics.limits
        limits.declare(.maxInflightRequests, manifest.limits.maxInflightRequests) {
            [weak handler] in handler?.requestCount ?? 0
        }
        limits.declare(.maxQueueDepthPerKey, manifest.limits.maxQueueDepthPerKey) {
            [weak batcher] in batcher?.look { $0.longestQueue } ?? 0
        }
        limits.declare(.maxPendingInvocations, manifest.limits.maxPendingInvocations) {
            [weak batcher] in batcher?.look(\.waitingBatches) ?? 0
        }
        limits.declare(.maxInflightInvocations, manifest.limits.maxInflightInvocations) {
            [weak batcher] in batcher?.look(\.running) ?? 0
        }
        limits.declare(.maxBatchKeys, manifest.limits.maxBatchKeys) {
            [weak batcher] in batcher?.look(\.keyCount) ?? 0
        }
        limits.declare(.maxBodyBytes, manifest.limits.maxBodyBytes)
        limits.declare(.maxInvokePayloadBytes, manifest.limits.maxInvokePayloadBytes)
        limits.declare(.maxStreamBufferBytes, manifest.streaming.maxBufferBytes)
        limits.declare(.maxStreamRecordBytes, manifest.streaming.maxRecordBytes)
        let head = serverSettings.limits
        limits.declare(.maxRequestLineBytes, head.maxRequestLineBytes)
        limits.declare(.maxMethodBytes, head.maxMethodBytes)
        limits.declare(.maxFieldLineBytes, head.maxFieldLineBytes)
        limits.declare(.maxHeadBytes, head.maxHeadBytes)
        limits.declare(.maxFields, head.maxFields)
        limits.declare(.maxChunkLineBytes, head.maxChunkLineBytes)
        limits.declare(.maxTrailerBytes, head.maxTrailerBytes)
    }
}

extension RouteDefinition {
    /// Values of ``GatewayMetrics/routeLabels``.
    var metricLabels: [String] { [template.text, method?.rawValue ?? "ANY", function] }
}
