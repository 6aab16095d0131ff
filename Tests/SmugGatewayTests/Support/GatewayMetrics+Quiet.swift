import SmugTelemetry

@testable import SmugGateway

extension GatewayMetrics {
    /// Of a gateway that logs nothing.
    init() { self.init(version: "test", log: Log(level: .error) { _ in }) }
}
