internal import SmugGateway
internal import SmugLoop

/// `smug check`: reads a manifest and says all that is wrong with it.
enum CheckCommand: Command {
    static let name = "check"
    static let summary = "check a manifest: every problem at once, with line and column"
    static let options: [Option] = [
        Option(
            "--config", value: "LOCATION",
            "the manifest: a path, file://… or s3://bucket/key; else SMUG_CONFIG_URI, then LPR_CONFIG_URI"
        )
    ]
    static let examples = [
        (
            line: "smug check --config examples/local/gateway.yaml",
            does: "prints the routes and exits 0, or the problems and exits 1"
        )
    ]

    static func run(_ arguments: Arguments, _ environment: [String: String]) throws(CommandError) {
        let source = try ManifestSource(arguments, environment)
        let manifest = try source.read(environment).1
        StandardStream.output.write(RouteTable(manifest).text)
    }
}
