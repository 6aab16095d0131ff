import SmugNet
import SmugTelemetry

/// What is counted of connections and of what arrives on them before it is a request.
struct ServerMetrics: Sendable {
    let malformed: MetricFamily<Counter>
    private let open: ObservedMetric
    private let accepted: ObservedMetric
    private let refused: ObservedMetric
    private let proxyHeaders: ObservedMetric

    init(_ registry: MetricRegistry) {
        malformed = registry.counters(
            "smug_malformed_requests_total",
            "What clients sent that is no request, by the rule that it breaks.",
            labels: ["rule"])
        open = registry.observedGauge("smug_connections", "Connections that are open.")
        accepted = registry.observedCounter(
            "smug_connections_accepted_total", "Connections that were taken.")
        refused = registry.observedCounter(
            "smug_connections_refused_total", "Connections that found the gateway full or ending.")
        proxyHeaders = registry.observedCounter(
            "smug_proxy_headers_refused_total",
            "Connections that did not begin with the header of a proxy, by what was wrong.",
            labels: ["reason"])
    }

    func observe(_ server: HTTPServer) {
        open.observe { [weak server] in server?.connectionCount ?? 0 }
        let counters = server.counters
        accepted.observe { counters.acceptedConnections }
        refused.observe { counters.refusedConnections }
        proxyHeaders.observe { report in
            for reason in ProxyHeader.Refusal.allCases {
                report([reason.rawValue], .integer(counters.refusedProxyHeaders(reason)))
            }
        }
    }
}
