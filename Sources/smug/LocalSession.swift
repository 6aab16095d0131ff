internal import SmugAWS
internal import SmugLocal
internal import SmugLoop
internal import SmugTelemetry

/// One run of `smug local`.
struct LocalSession: Sendable {
    let listen: SocketAddress
    private let functions: [SmugLocal.LocalFunction]
    private let region: String
    private let credentials: Credentials?
    private let environment: [String: String]

    init(_ arguments: Arguments, _ environment: [String: String]) throws(CommandError) {
        listen = try Self.address(arguments["--listen"] ?? "127.0.0.1:9000")
        functions = try Self.functions(arguments)
        let ours = environment["AWS_REGION"] ?? ""
        region = arguments["--region"] ?? (ours.isEmpty ? "us-east-1" : ours)
        credentials = try Self.credentials(arguments, environment)
        self.environment = environment
    }

    func run() throws {
        // One loop serves more than functions on the same machine ask for, and nothing crosses
        // threads.
        try EventLoopGroup.run(count: 1) { group in
            var signals = [ProcessSignal.interrupt, .terminate]
            if !SignalWatcher.isIgnored(.hangup) { signals.append(.hangup) }
            // The end takes less than a second, and one that is cut short would leave processes.
            try await SignalTrap.with(signals, on: group.loops[0], again: .changesNothing) { trap in
                try await LocalLambda.serve(settings, on: group) { address in
                    StandardStream.error.write(greeting(address))
                    await trap.wait()
                }
            }
        }
    }

    private var settings: LocalLambdaSettings {
        LocalLambdaSettings(
            functions: functions, listen: listen, region: region, credentials: credentials,
            baseEnvironment: environment,
            output: { StandardStream.output.write("\($0) | \($1)\n") },
            log: Log(level: .warn) { StandardStream.error.write($0) })
    }

    private func greeting(_ address: SocketAddress) -> String {
        let host = address.host == "0.0.0.0" ? "127.0.0.1" : address.host == "::" ? "::1" : nil
        let reachable = host.flatMap { SocketAddress(host: $0, port: address.port) } ?? address
        var text = "\nsmug local listens on http://\(address)\n\n"
        let width = functions.map(\.name.count).max() ?? 0
        for function in functions {
            let padding = String(repeating: " ", count: width - function.name.count)
            text += "  \(function.name)\(padding)  \(function.command.joined(separator: " "))\n"
        }
        let name = functions.first?.name ?? "NAME"
        let signing = credentials == nil ? "--no-sign-request " : ""
        let url = "http://\(reachable)/2015-03-31/functions/\(name)/invocations"
        text += """

            Try: aws lambda invoke --endpoint-url http://\(reachable) \\
                   --region \(region) \(signing)--function-name \(name) \\
                   --cli-binary-format raw-in-base64-out --payload '{}' /dev/stdout

            """
        if credentials == nil {
            text += "or:  curl -d '{}' \(url)\n"
        } else {
            text += """
                or:  curl --aws-sigv4 aws:amz:\(region):lambda \\
                       --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \\
                       -d '{}' \(url)

                """
        }
        return text + "Ctrl-C ends it.\n\n"
    }
}
