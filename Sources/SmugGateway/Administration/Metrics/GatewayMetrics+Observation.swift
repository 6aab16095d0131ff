import SmugHTTP
import SmugHTTP2
import SmugLoop
import SmugNet
import SmugTLS
import SmugTelemetry

extension GatewayMetrics {
    /// Has the numbers that others hold read from them.
    ///
    /// Nothing that every request retains is referenced weakly here: its retains would be slow ones.
    func observe(_ requestsInFlight: InFlightCount, _ generations: Generations) {
        invocations.functionLimit.observe { [weak generations] report in
            guard let generations else { return }
            let names = generations.functionNames
            let now = EventLoop.now
            let limits = generations.batcher.look { $0.ladder.functionLimits(at: now) }
            for (name, number) in names where limits.indices.contains(number) {
                report([name], .integer(limits[number]))
            }
        }
        invocations.evictedKeys.observe { [weak generations] in
            generations?.batcher.look { $0.evictedKeys } ?? 0
        }
        limits.routeNumbers.observe { [weak generations] report in
            for route in generations?.current.routes ?? [] {
                let definition = route.definition
                for (limit, number) in definition.routeLimits {
                    report(definition.metricLabels + [limit.name], .integer(number))
                }
            }
        }
        requests.inFlight.observe { requestsInFlight.value }
        invocations.keys.observe { [weak generations] in
            generations?.batcher.look(\.keyCount) ?? 0
        }
        invocations.waitingBatches.observe { [weak generations] in
            generations?.batcher.look(\.waitingBatches) ?? 0
        }
        invocations.inFlight.observe { [weak generations] report in
            generations?.report({ $0.runningByRoute }, report)
        }
        invocations.neededTime.observe { [weak generations] report in
            guard let routes = generations?.current.routes,
                let times = generations?.batcher.look(\.neededTimes)
            else { return }
            for route in routes where times.indices.contains(route.index) {
                guard let time = times[route.index] else { continue }
                report(route.definition.metricLabels, .integer(Int(time / 1_000_000)))
            }
        }
        invocations.queueDepth.observe { [weak generations] report in
            generations?.report({ $0.waitingByRoute }, report)
        }
    }
}

extension Generations {
    /// Reports a number of each route; what an old and a new route have in common is one series.
    fileprivate func report(
        _ numbers: (borrowing BatchMachine<PendingRequest>) -> [Int],
        _ report: ([String], MetricValue) -> Void
    ) {
        // Before the numbers are looked at: a route that is newer than they are is left out.
        let routes = routesInUse
        let numbers = batcher.look(numbers)
        var sums: [[String]: Int] = [:]
        for route in routes where numbers.indices.contains(route.index) {
            sums[route.definition.metricLabels, default: 0] += numbers[route.index]
        }
        for (labels, sum) in sums { report(labels, .integer(sum)) }
    }
}

extension RunningGateway {
    /// Says the number of every limit, and what of it is in use.
    func declareLimits(of manifest: Manifest) {
        let limits = metrics.limits
        let requests = handler.inFlight
        limits.declare(.maxInflightRequests, manifest.limits.maxInflightRequests) {
            requests.value
        }
        limits.declare(.maxQueueDepthPerKey, manifest.limits.maxQueueDepthPerKey) {
            [weak generations] in generations?.batcher.look { $0.longestQueue } ?? 0
        }
        limits.declare(.maxPendingInvocations, manifest.limits.maxPendingInvocations) {
            [weak generations] in generations?.batcher.look(\.waitingBatches) ?? 0
        }
        limits.declare(.maxInflightInvocations, manifest.limits.maxInflightInvocations) {
            [weak generations] in generations?.batcher.look(\.running) ?? 0
        }
        limits.declare(.maxBatchKeys, manifest.limits.maxBatchKeys) {
            [weak generations] in generations?.batcher.look(\.keyCount) ?? 0
        }
        limits.declare(.maxBodyBytes, manifest.limits.maxBodyBytes)
        limits.declare(.maxInvokePayloadBytes, manifest.limits.maxInvokePayloadBytes)
        limits.declare(.maxStreamBufferBytes, manifest.streaming.maxBufferBytes)
        let budget = streamBudget
        limits.declare(
            .maxStreamBufferTotalBytes, manifest.limits.maxStreamBufferTotalBytes
        ) { [weak budget] in budget?.bytes ?? 0 }
        limits.declare(.maxStreamRecordBytes, manifest.streaming.maxRecordBytes)
        let settings = manifest.serverSettings
        limits.declare(.maxConnections, settings.maxConnections, of: server)
        let head = settings.limits
        limits.declare(.maxRequestLineBytes, head.maxRequestLineBytes)
        limits.declare(.maxMethodBytes, head.maxMethodBytes)
        limits.declare(.maxFieldLineBytes, head.maxFieldLineBytes)
        limits.declare(.maxHeadBytes, head.maxHeadBytes)
        limits.declare(.maxFields, head.maxFields)
        limits.declare(.maxChunkLineBytes, head.maxChunkLineBytes)
        limits.declare(.maxTrailerBytes, head.maxTrailerBytes)
        let counters = server.counters
        limits.declare(.maxProxyLineBytes, ProxyHeader.maxLineBytes)
        limits.declare(
            .maxProxyHeaderBytes, ProxyHeader.maxBytes,
            refusals: { counters.refusedProxyHeaders(.tooLarge) })
        declareLimitsOfHTTP2()
        declareLimitsOfTLS()
    }

    private func declareLimitsOfHTTP2() {
        let (limits, counters) = (http2.limits, http2.counters)
        metrics.limits.declare(
            .maxConcurrentStreams, limits.maxConcurrentStreams,
            refusals: { counters.count(of: .refusedStream) })
        metrics.limits.declare(
            .maxContinuations, limits.maxContinuations,
            refusals: { counters.count(of: .continuationFlood) })
        metrics.limits.declare(
            .maxStreamResets, limits.streamResets.capacity,
            refusals: { counters.count(of: .resetFlood) })
        metrics.limits.declare(
            .maxOverheadFrames, limits.overheadFrames.capacity,
            refusals: { HTTP2Fault.ofOverhead.reduce(0) { $0 + counters.count(of: $1) } })
        metrics.limits.declare(
            .maxUnreadFrames, limits.maxUnreadFrames,
            refusals: { counters.count(of: .unreadFlood) })
    }

    private func declareLimitsOfTLS() {
        let counters = tls?.server.counters
        metrics.limits.declare(
            .maxTlsHandshakeBytes, TLSTransport.maxHandshakeBytes,
            refusals: { counters?.failed[.tooLarge] ?? 0 })
        metrics.limits.declare(
            .maxTlsUnaskedBytes, TLSTransport.maxUnaskedBytes,
            refusals: { counters?.untaken ?? 0 })
    }
}

extension RouteDefinition {
    /// Values of ``GatewayMetrics/routeLabels``.
    var metricLabels: [String] { [template.text, method?.rawValue ?? "ANY", function] }

    /// Those that a route may have of its own, with what it inherits; where there is only the
    /// gateway's, it is that for all routes together.
    fileprivate var routeLimits: [(Limit, Int)] {
        [
            (.maxBodyBytes, limits.maxBodyBytes), (.maxQueueDepthPerKey, limits.maxQueueDepth),
            (.maxInvokePayloadBytes, batching.maxBatchBytes),
        ] + (limits.maxInflightInvocations.map { [(.maxInflightInvocations, $0)] } ?? [])
    }
}
