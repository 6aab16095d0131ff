package import SmugTelemetry

/// Every metric of a gateway, declared in one place: this file says which groups there are, each
/// group what it counts.
///
/// A new metric is a property of the group that it belongs to and a row in docs/metrics.md, which
/// a test holds against the declarations. Labels take what the manifest or the program says, and
/// nothing that a client sent: the number of series is bounded.
package struct GatewayMetrics: Sendable {
    package let registry: MetricRegistry
    let requests: RequestMetrics
    let invocations: InvocationMetrics
    let limits: LimitMetrics
    let server: ServerMetrics
    let manifest: ManifestMetrics
    let tls: TLSMetrics
    let traces: TraceMetrics

    private let process: ProcessMetrics

    package init(version: String, log: Log) {
        registry = MetricRegistry()
        requests = RequestMetrics(registry)
        invocations = InvocationMetrics(registry)
        limits = LimitMetrics(registry)
        server = ServerMetrics(registry)
        process = ProcessMetrics(registry, version: version, log: log)
        manifest = ManifestMetrics(registry)
        tls = TLSMetrics(registry)
        traces = TraceMetrics(registry)
    }

    /// The numbers of a route as handles for the hot path; the same ones whenever it is asked for.
    func route(_ definition: RouteDefinition) -> RouteMetrics {
        RouteMetrics(self, labels: definition.metricLabels)
    }

    /// The numbers of requests that no route takes.
    var unrouted: RouteMetrics { RouteMetrics(self, labels: ["", "", ""]) }

    /// What distinguishes a route in every metric that is kept by route.
    static let routeLabels = ["route_template", "method", "target_lambda"]
}
