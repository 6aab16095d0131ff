internal import SmugGateway
internal import SmugLoop

extension TraceSettings {
    /// What the environment says of traces.
    static func of(_ environment: [String: String]) throws(CommandError) -> TraceSettings? {
        do throws(TraceSettingsError) {
            return try TraceVariables(environment) { path throws(LoopError) in
                try LocalFile.read(path)
            }
            .settings(version: Version.current, host: HostFacts.current)
        } catch {
            throw .failed(error.what, error.remedy)
        }
    }

    /// The variables that turn traces on, for the help.
    static let help = [
        (
            name: "OTEL_EXPORTER_OTLP_ENDPOINT",
            does: "where an OpenTelemetry collector is, as http://localhost:4318: turns traces on"
        ),
        (
            name: "OTEL_TRACES_SAMPLER",
            does: "which traces; this and all other variables are in docs/environment.md"
        ),
    ]
}
