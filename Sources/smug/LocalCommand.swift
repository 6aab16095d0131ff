internal import SmugAWS
internal import SmugLocal
internal import SmugLoop
internal import SmugTelemetry

/// `smug local`: Lambda on this machine, without the gateway.
enum LocalCommand: Command {
    static let name = "local"
    static let summary = "Lambda on this machine: functions as processes behind the Invoke API"
    static let options: [Option] = [
        Option(
            "--function", value: "NAME='COMMAND ARGS'", repeats: true,
            "a function and the program that it is; may be given more than once"),
        Option(
            "--extension", value: "NAME='COMMAND ARGS'", repeats: true,
            "an external extension, which runs beside each process of each function"),
        Option(
            "--listen", value: "ADDRESS", "where the Invoke API listens; default: 127.0.0.1:9000"),
        Option(
            "--concurrency", value: "N",
            "processes of each function at most; default: 10; beyond them answers are 429"),
        Option("--timeout", value: "SECONDS", "of each function; default: 30"),
        Option("--env-file", value: "FILE", "variables for the functions: NAME=VALUE, a line each"),
        Option("--region", value: "REGION", "default: AWS_REGION, else us-east-1"),
        Option(
            "--check-signatures",
            "refuse what is not signed with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
    ]
    static let examples = [
        (
            line: "smug local --function hello=.build/release/hello-function",
            does: "runs a function; call it with the lines that this prints"
        ),
        (
            line: "smug local --function 'greet=python3 -m awslambdaric app.handler'",
            does: "runs a Python function with AWS's own runtime"
        ),
    ]

    static func run(_ arguments: Arguments, _ environment: [String: String]) throws(CommandError) {
        let session = try LocalSession(arguments, environment)
        do {
            try session.run()
        } catch let error as LoopError where error.code == .addressInUse {
            throw .failed(
                "cannot listen on \(session.listen): \(error.message)",
                "end who listens there, or give another address with --listen")
        } catch let error as LoopError {
            throw .failed(
                "cannot listen on \(session.listen): \(error.message)",
                "give an address of this machine with --listen")
        } catch {
            throw .failed("\(error)", "see above for what led to it")
        }
    }
}

/// One run of `smug local`.
private struct LocalSession: Sendable {
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
            let interruption = try Interruption(on: group.loops[0])
            defer { interruption.close() }
            try await LocalLambda.serve(settings, on: group) { address in
                StandardStream.error.write(greeting(address))
                await interruption.wait()
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

// MARK: - Arguments

extension LocalSession {
    private static let help = "smug local --help"

    private static func address(_ text: String) throws(CommandError) -> SocketAddress {
        let remedy = "--listen 127.0.0.1:9000"
        guard let colon = text.lastIndex(of: ":"),
            let port = UInt16(text[text.index(after: colon)...])
        else { throw .usage("--listen is '\(text)', which is no address with a port", remedy) }
        var host = String(text[..<colon])
        if host == "localhost" { host = "127.0.0.1" }
        if host.isEmpty { host = "0.0.0.0" }
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard let address = SocketAddress(host: host, port: port) else {
            throw .usage("--listen is '\(text)', which names no IP address", remedy)
        }
        return address
    }

    private static func functions(_ arguments: Arguments) throws(CommandError)
        -> [SmugLocal.LocalFunction]
    {
        let concurrency = try arguments.integer("--concurrency", in: 1...1000) ?? 10
        let timeout = try arguments.integer("--timeout", in: 1...900) ?? 30
        let variables = try variables(arguments["--env-file"])
        let extensions = try extensions(arguments)
        var functions: [SmugLocal.LocalFunction] = []
        for text in arguments.all("--function") {
            let (name, command) = try function(text)
            guard !functions.contains(where: { $0.name == name }) else {
                throw .usage("--function \(name) is given more than once", help)
            }
            functions.append(
                SmugLocal.LocalFunction(
                    name: name, command: command, environment: variables,
                    handler: variables["_HANDLER"] ?? "handler", timeout: .seconds(timeout),
                    concurrency: concurrency, extensions: extensions))
        }
        guard !functions.isEmpty else {
            throw .usage("no function is given", "smug local --function hello=./hello-function")
        }
        return functions
    }

    private static func function(_ text: String) throws(CommandError) -> (String, [String]) {
        let remedy = "--function \"hello=./hello-function --its 'own arguments'\""
        guard let equals = text.firstIndex(of: "=") else {
            throw .usage("--function is '\(text)', without NAME= before the program", remedy)
        }
        let name = String(text[..<equals])
        guard let identifier = try? FunctionIdentifier(name), identifier.description == name,
            identifier.name == name
        else {
            throw .usage(
                "--function has the name '\(name)', not 1 to 64 letters, digits, - and _", remedy)
        }
        return (name, try words(text[text.index(after: equals)...], "--function \(name)", remedy))
    }

    private static func extensions(_ arguments: Arguments) throws(CommandError)
        -> [SmugLocal.LocalExtension]
    {
        let remedy = "--extension \"watch=./watch-extension --its 'own arguments'\""
        var extensions: [SmugLocal.LocalExtension] = []
        for text in arguments.all("--extension") {
            guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
                throw .usage("--extension is '\(text)', without NAME= before the program", remedy)
            }
            let name = String(text[..<equals])
            guard !extensions.contains(where: { $0.name == name }) else {
                throw .usage("--extension \(name) is given more than once", help)
            }
            let command = try words(
                text[text.index(after: equals)...], "--extension \(name)", remedy)
            extensions.append(SmugLocal.LocalExtension(name: name, command: command))
        }
        return extensions
    }

    private static func words(_ text: Substring, _ option: String, _ remedy: String)
        throws(CommandError) -> [String]
    {
        let words: [String]
        do throws(CommandWords.Fault) {
            words = try CommandWords.split(String(text))
        } catch {
            throw .usage("the command of \(option) \(error)", remedy)
        }
        guard let program = words.first, !program.isEmpty else {
            throw .usage("\(option) names no program", remedy)
        }
        return words
    }

    private static func variables(_ path: String?) throws(CommandError) -> [String: String] {
        guard let path else { return [:] }
        let bytes: [UInt8]?
        do throws(LoopError) {
            bytes = try LocalFile.read(path)
        } catch {
            throw .failed("cannot read \(path): \(error.message)", "name a file that you may read")
        }
        guard let bytes else {
            throw .failed("there is no file \(path)", "give the file's path with --env-file")
        }
        do throws(EnvironmentFile.Fault) {
            return try EnvironmentFile.parse(bytes)
        } catch {
            throw .failed("\(path): \(error)", "write NAME=VALUE, a line each")
        }
    }

    private static func credentials(_ arguments: Arguments, _ environment: [String: String])
        throws(CommandError) -> Credentials?
    {
        guard arguments.has("--check-signatures") else { return nil }
        guard let key = environment["AWS_ACCESS_KEY_ID"], !key.isEmpty,
            let secret = environment["AWS_SECRET_ACCESS_KEY"], !secret.isEmpty
        else {
            throw .usage(
                "--check-signatures needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to be set",
                "AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test smug local --check-signatures …")
        }
        let token = environment["AWS_SESSION_TOKEN"] ?? ""
        return Credentials(
            accessKeyID: key, secretAccessKey: secret, sessionToken: token.isEmpty ? nil : token)
    }
}

// MARK: - The end

/// Waits for the first signal that ends the program.
///
/// Further ones change nothing: the end takes less than a second, and an end that is cut short
/// would leave processes behind.
private final class Interruption {
    private var watchers: [SignalWatcher] = []
    private var isOver = false
    private var waiter: CheckedContinuation<Void, Never>?

    init(on loop: EventLoop) throws(LoopError) {
        for signal in [ProcessSignal.interrupt, .terminate, .hangup] {
            if signal == .hangup && SignalWatcher.isIgnored(.hangup) { continue }
            watchers.append(try SignalWatcher(signal, on: loop) { [unowned self] in came() })
        }
    }

    func wait() async {
        guard !isOver else { return }
        await withCheckedContinuation { waiter = $0 }
    }

    func close() {
        for watcher in watchers { watcher.close() }
    }

    private func came() {
        isOver = true
        waiter?.resume()
        waiter = nil
    }
}
