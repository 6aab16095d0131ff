internal import SmugAWS
internal import SmugGateway
internal import SmugLocal
internal import SmugLoop
internal import SmugTelemetry

/// `smug gateway`: runs the gateway until a signal ends it.
enum GatewayCommand: Command {
    static let name = "gateway"
    static let summary = "run the gateway"
    static let options: [Option] = [
        .config,
        Option("--local", "run the functions of the manifest's Local section on this machine"),
        Option("--threads", value: "N", "event loops; default: one for each core that it may use"),
    ]
    static let environment =
        [
            (
                name: "LOG_LEVEL",
                does: "trace, debug, info, warn or error, and of modules: info,invocations=debug"
            )
        ] + TraceSettings.help
    static let examples = [
        (
            line: "smug gateway --config Examples/local/gateway.yaml --local",
            does: "serves the example with its functions as processes on this machine"
        ),
        (
            line: "SMUG_CONFIG_URI=file:///etc/smug/gateway.yaml smug gateway",
            does: "serves a manifest with Lambda in AWS behind it"
        ),
    ]

    static func run(_ arguments: Arguments, _ environment: [String: String]) throws(CommandError) {
        // Who asks for a reload before there is a gateway gets it as soon as there is one.
        SignalWatcher.hold(.hangup)
        let log = Log.standardOutput(try logLevels(environment))
        let threads =
            try arguments.integer("--threads", in: 1...1024) ?? EventLoopGroup.availableCores
        let traces = try TraceSettings.of(environment)
        let source = try ManifestSource(arguments, environment)
        let (document, manifest) = try source.read(environment)
        let program = GatewayProgram(
            source: source, document: document, manifest: manifest,
            identity: try source.identity(of: manifest, in: document), environment: environment,
            log: log,
            isLocal: arguments.has("--local"), traces: traces, threads: threads)
        defer { log.flush() }
        try program.run()
    }

    private static func logLevels(
        _ environment: [String: String]
    ) throws(CommandError) -> LogLevels {
        guard let text = environment["LOG_LEVEL"], !text.isEmpty else { return LogLevels(.info) }
        guard let levels = LogLevels(text) else {
            throw .usage("LOG_LEVEL is '\(text)'", LogLevels.help)
        }
        return levels
    }
}
