internal import SmugAWS
internal import SmugLocal
internal import SmugLoop

extension LocalSession {
    private static let help = "smug local --help"

    static func address(_ text: String) throws(CommandError) -> SocketAddress {
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

    static func functions(_ arguments: Arguments) throws(CommandError)
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

    static func credentials(_ arguments: Arguments, _ environment: [String: String])
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
