import SmugTLS
import SmugTelemetry

/// What is counted of TLS and of the certificates that a gateway shows one after the other.
struct TLSMetrics: Sendable {
    /// What a look at the certificate's files has led to.
    enum Look {
        case adopted
        case unchanged
        case refused
    }

    private let handshakes: ObservedMetric
    private let failures: ObservedMetric
    private let expiry: ObservedMetric
    private let isRefused: Gauge
    private let adopted: Counter
    private let unchanged: Counter
    private let refused: Counter

    init(_ registry: MetricRegistry) {
        handshakes = registry.observedCounter(
            "smug_tls_handshakes_total",
            "Handshakes that were done, by version and by whether a session was resumed.",
            labels: ["version", "resumed"])
        failures = registry.observedCounter(
            "smug_tls_handshake_failures_total", "Handshakes that failed, by the reason.",
            labels: ["reason"])
        expiry = registry.observedGauge(
            "smug_tls_certificate_expiry_seconds",
            "When the certificate that serves expires, in seconds since 1970.")
        isRefused = registry.gauge(
            "smug_tls_certificate_refused",
            "1 while the certificate's files are broken or cannot be read, and an older one serves."
        )
        let reloads = registry.counters(
            "smug_tls_certificate_reloads_total",
            "Times that the certificate's files were read again, by the result.",
            labels: ["result"])
        adopted = reloads.series("adopted")
        unchanged = reloads.series("unchanged")
        refused = reloads.series("refused")
    }

    func observe(_ server: TLSServer) {
        let counters = server.counters
        handshakes.observe { report in
            for (kind, count) in counters.done {
                let isResumed = kind.isResumed ? "true" : "false"
                report([kind.version.rawValue, isResumed], .integer(count))
            }
        }
        failures.observe { report in
            let failed = counters.failed
            // Clients show no certificate that could be distrusted.
            for reason in TLSFault.Reason.allCases where reason != .untrusted {
                report([reason.rawValue], .integer(failed[reason] ?? 0))
            }
        }
        expiry.observe { [weak server] report in
            if let server { report([], .integer(server.certificate.notAfter)) }
        }
    }

    func count(_ look: Look) {
        switch look {
        case .adopted:
            adopted.add()
            isRefused.set(0)
        case .unchanged: unchanged.add()
        case .refused:
            refused.add()
            isRefused.set(1)
        }
    }
}
