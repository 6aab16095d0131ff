import SmugHTTP2
import SmugNet
import SmugTelemetry

/// What is counted of connections and of what arrives on them before it is a request.
struct ServerMetrics: Sendable {
    let malformed: MetricFamily<Counter>
    private let open: ObservedMetric
    private let accepted: ObservedMetric
    private let refused: ObservedMetric
    private let proxyHeaders: ObservedMetric
    private let http2Connections: ObservedMetric
    private let http2Faults: ObservedMetric

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
        http2Connections = registry.observedCounter(
            "smug_http2_connections_total", "Connections that have spoken HTTP/2.")
        http2Faults = registry.observedCounter(
            "smug_http2_faults_total",
            "What clients did wrong in HTTP/2; a flood or a protocol error ends its connection.",
            labels: ["kind"])
    }

    func observe(_ counters: HTTP2Counters) {
        http2Connections.observe { counters.connections }
        http2Faults.observe { report in
            for fault in HTTP2Fault.allCases {
                report([fault.name], .integer(counters.count(of: fault)))
            }
        }
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
