internal import SmugGateway
internal import SmugHTTP
internal import SmugJSON
internal import SmugLoop
internal import SmugProtocol

/// `smug routes`: which route answers a request, and what its function is sent.
enum RoutesCommand: Command {
    static let name = "routes"
    static let summary = "say which route answers a request, and show its event"
    static let operands = ["METHOD", "PATH"]
    static let options: [Option] = [
        .config,
        Option("--header", value: "'NAME: VALUE'", repeats: true, "a header of the request"),
        Option("--data", value: "TEXT", "the request's body; @FILE is what the file holds"),
        .output,
    ]
    static let examples = [
        (
            line: "smug routes --config Examples/local/gateway.yaml GET '/hello/anna?greeting=hi'",
            does: "prints the route, its settings, and the event of this request"
        ),
        (
            line: """
            smug routes --config Examples/local/gateway.yaml POST /hello \\
              --header 'x-tenant-id: a' --data '{"name":"anna"}' --output json
            """,
            does: "the same for a program"
        ),
        (
            line: "smug routes --config Examples/local/gateway.yaml",
            does: "prints all routes"
        ),
    ]

    static func run(_ arguments: Arguments, _ environment: [String: String]) throws(CommandError) {
        let isJSON = try arguments.wantsJSON()
        let request = try arguments.operands.isEmpty ? nil : request(arguments)
        let source = try ManifestSource(arguments, environment)
        let (document, manifest) = try source.read(environment)
        guard let request else {
            let table = RouteTable(manifest).checkedText
            let json = JSONValue.array(manifest.routes.map { .object($0.json) })
            return try Output.write(isJSON ? json.indented : Array(table.utf8))
        }
        let preview: RequestPreview
        do throws(PreviewRefusal) {
            preview = try RequestPreview(of: request, by: manifest)
        } catch {
            throw try refusal(error, request, isJSON: isJSON)
        }
        try Output.write(isJSON ? json(preview) : text(preview, request, document.name))
    }

    // MARK: - Arguments

    private static func request(_ arguments: Arguments) throws(CommandError) -> PreviewedRequest {
        let (method, target) = (arguments.operands[0], arguments.operands[1])
        guard HTTPMethod(method) != nil, method == method.uppercased() else {
            throw .usage("'\(method)' is no method", "smug routes GET /hello")
        }
        guard target.hasPrefix("/") else {
            throw .usage("the path '\(target)' does not start with a slash", "/\(target)")
        }
        var headers: [(name: String, value: String)] = []
        for text in arguments.all("--header") { headers.append(try header(text)) }
        return PreviewedRequest(
            method: method, target: target, headers: headers, body: try body(arguments["--data"]))
    }

    private static func header(_ text: String) throws(CommandError) -> (name: String, value: String)
    {
        let example = "--header 'x-tenant-id: a'"
        if text.utf8.contains(where: { $0 < 0x20 && $0 != 9 || $0 == 0x7F }) {
            throw .usage("--header holds a control character", example)
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else {
            throw .usage("--header is '\(text)'", example)
        }
        if PreviewedRequest.framing.contains(parts[0].lowercased()) {
            throw .usage("--header says where the body ends", "leave it out; --data says that")
        }
        return (String(parts[0]), String(parts[1]))
    }

    private static func body(_ text: String?) throws(CommandError) -> [UInt8] {
        guard let text else { return [] }
        guard text.first == "@" else { return Array(text.utf8) }
        let path = String(text.dropFirst())
        do throws(LoopError) {
            if let bytes = try LocalFile.read(path) { return bytes }
        } catch {
            throw .failed("cannot read \(path): \(error.message)", "give another with --data")
        }
        throw .failed("there is no file \(path)", "check its path")
    }

    // MARK: - Answers

    private static func json(_ preview: RequestPreview) -> [UInt8] {
        var parameters = JSONObject()
        for (name, value) in preview.parameters { parameters[name] = .string(value) }
        var key = JSONObject()
        for (name, value) in preview.batchKey { key[name] = value.map { .string($0) } ?? .null }
        let value: JSONValue = [
            "match": .object(preview.route.json), "pathParameters": .object(parameters),
            "batchKey": .object(key), "event": preview.event,
            "leftOut": .array(preview.leftOut.map { .string($0) }),
        ]
        return value.indented
    }

    private static func text(
        _ preview: RequestPreview, _ request: PreviewedRequest, _ file: String
    ) -> [UInt8] {
        let route = preview.route
        let position = route.position
        var lines = [
            ("route", "\(route)  (\(file):\(position.line):\(position.column))"),
            ("function", route.function),
        ]
        for (name, value) in preview.parameters {
            lines.append(("parameter", "\(name) = \(value)"))
        }
        lines.append(("batch", route.batching.summary))
        for (name, value) in preview.batchKey {
            lines.append(("shared by", value.map { "\(name) = \($0)" } ?? "those without \(name)"))
        }
        lines.append(("timeout", "\(route.limits.timeoutMilliseconds) ms"))
        lines.append(
            (
                "event",
                route.events.isBatched
                    ? "\(route.events.shape), an item of its batch" : "\(route.events.shape), alone"
            ))
        if !preview.leftOut.isEmpty {
            lines.append(("left out", preview.leftOut.joined(separator: ", ")))
        }
        let width = lines.map(\.0.count).max() ?? 0
        let head = lines.map { name, value in
            name + String(repeating: " ", count: width + 2 - name.count) + value + "\n"
        }.joined()
        return Array((head + "\n").utf8) + preview.event.indented
    }

    private static func refusal(
        _ refusal: PreviewRefusal, _ request: PreviewedRequest, isJSON: Bool
    ) throws(CommandError) -> CommandError {
        let asked = "\(request.method) \(request.target)"
        let status = refusal.isMalformed ? Int32(2) : 1
        if isJSON, !refusal.isMalformed {
            let value: JSONValue = [
                "match": .null, "status": .integer(Int64(refusal.status)),
                "code": refusal.code.map { .string($0) } ?? .null,
                "detail": .string(refusal.detail),
                "allow": .array(
                    (refusal.allow?.split(separator: ",") ?? []).map {
                        .string(String($0.drop { $0 == " " }))
                    }),
                "nearest": .array(refusal.nearest.map { .string($0.description) }),
            ]
            try Output.write(value.indented)
            return CommandError(status: status, text: "")
        }
        var remedy =
            "its answer is \(refusal.status)" + (refusal.code.map { " with the code \($0)" } ?? "")
        if let allow = refusal.allow {
            remedy = "its path takes \(allow)"
        } else if !refusal.nearest.isEmpty {
            remedy = "near it: " + refusal.nearest.map(\.description).joined(separator: ", ")
        } else if refusal.isMalformed {
            remedy = "smug routes --help"
        }
        return refusal.isMalformed
            ? .usage("\(asked) is no request: \(refusal.detail)", remedy)
            : .failed("\(asked) gets no event: \(refusal.detail)", remedy)
    }
}
