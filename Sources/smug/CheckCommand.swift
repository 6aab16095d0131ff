internal import SmugGateway
internal import SmugJSON
internal import SmugLoop
internal import SmugTLS

/// `smug check`: reads a manifest and says all that is wrong with it.
enum CheckCommand: Command {
    static let name = "check"
    static let summary = "check a manifest: every problem at once, with line and column"
    static let options: [Option] = [.config, .output]
    static let examples = [
        (
            line: "smug check --config Examples/local/gateway.yaml",
            does: "prints the routes and exits 0, or the problems and exits 1"
        ),
        (
            line: "smug check --config gateway.yaml --output json",
            does: "the same for a program: {\"ok\":…,\"problems\":[…],\"routes\":[…]}"
        ),
    ]

    static func run(_ arguments: Arguments, _ environment: [String: String]) throws(CommandError) {
        let isJSON = try arguments.wantsJSON()
        let traces = try TraceSettings.of(environment)
        let document = try ManifestSource(arguments, environment).document(environment)
        let manifest: Manifest
        do throws(ManifestError) {
            manifest = try document.manifest()
            if let served = try manifest.servedIdentity(in: document) { warn(of: served) }
        } catch {
            guard isJSON else { throw CommandError(status: 1, text: "\(error)\n") }
            try Output.write(json(document, problems: error.problems))
            throw CommandError(status: 1, text: "")
        }
        let text =
            RouteTable(manifest).checkedText
            + (traces.map { "\n  Traces go with \($0.summary)\n" } ?? "")
        try Output.write(isJSON ? json(document, manifest.routes, traces) : Array(text.utf8))
    }

    private static func json(
        _ document: ManifestDocument, _ routes: [RouteDefinition] = [],
        _ traces: TraceSettings? = nil,
        problems: [ManifestProblem] = []
    ) -> [UInt8] {
        let value: JSONValue = [
            "manifest": .string(document.name),
            "ok": .bool(problems.isEmpty),
            "problems": .array(problems.map(\.json)),
            "routes": .array(routes.map { .object($0.json) }),
            "traces": traces.map { .string($0.summary) } ?? .null,
        ]
        return value.indented
    }

    /// Says what is no problem of the manifest and will be one of its clients.
    private static func warn(of served: ServedIdentity) {
        let notice = CertificateNotice(
            served.identity.facts, atEpochSeconds: EventLoop.wallClockMilliseconds / 1000)
        guard let warning = notice.warning else { return }
        StandardStream.error.write("smug: warning: \(warning); it ends at \(notice.notAfter)\n")
    }
}
