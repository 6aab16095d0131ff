import SmugLambda

/// Tells of each invocation what it took, beside functions in any language.
@main struct WatchExtension {
    static func main() {
        LambdaExtension()
            .onStart { print("watching \($0.functionName)") }
            .onInvoke { print("invocation \($0.requestID)") }
            .onTelemetry(TelemetrySettings(sources: [.platform])) { records in
                for record in records where record.kind == .report {
                    let duration = record.metrics["durationMs"] ?? 0
                    print("invocation \(record.requestID ?? "") took \(duration) ms")
                }
            }
            .onShutdown { print("the end: \($0.reason)") }
            .run()
    }
}
