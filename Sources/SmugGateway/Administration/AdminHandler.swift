import SmugHTTP
import SmugJSON
import SmugLoop
import SmugNet
import SmugTelemetry

/// Answers those who run the gateway.
final class AdminHandler: HTTPHandler {
    /// What a level is told in at most.
    static let maxLevelBytes = 256

    let metrics: GatewayMetrics
    private let log: Log
    private let gateway: GatewayHandler
    private let generations: Generations
    private let ids = RequestIDGenerator()

    init(
        log: Log, metrics: GatewayMetrics, gateway: GatewayHandler, generations: Generations
    ) {
        self.log = log
        self.metrics = metrics
        self.gateway = gateway
        self.generations = generations
    }

    func handle(_ exchange: HTTPExchange) async {
        let id = ids.next().id
        var response: HTTPResponse
        do throws(AdminFault) {
            response = try await answer(exchange)
        } catch {
            response = error.response(requestID: id)
        }
        response.fields.append(name: "cache-control", value: "no-store")
        response.fields.appendRequestID(id)
        await exchange.respond(response)
    }

    func response(to fault: HTTPServerFault, requestID: String?) -> HTTPResponse {
        let id = ids.next().id
        var response = ProblemDocument.response(to: GatewayFault(fault), requestID: id)
        response.fields.appendRequestID(id)
        return response
    }

    private func answer(_ exchange: HTTPExchange) async throws(AdminFault) -> HTTPResponse {
        let request = exchange.request
        if exchange.peer.isLoopback, let authority = request.authority,
            !Self.isOwn(String(decoding: request.fields.bytes[authority], as: UTF8.self))
        {
            throw .foreignHost
        }
        let path = String(decoding: request.fields.bytes[request.path], as: UTF8.self)
        guard let page = AdminPage(rawValue: path) else { throw .gateway(.notFound) }
        guard page.methods.contains(request.method) else {
            throw .gateway(.methodNotAllowed(allow: page.allow))
        }
        if request.method == .put { try await setLevel(exchange) }
        switch page {
        case .index: return Self.text(AdminPage.list)
        case .health: return ServerAnswer.health(isDraining: false)
        case .readiness: return ServerAnswer.health(isDraining: gateway.isDraining)
        // With thousands of routes and keys these would hold up the requests of this loop.
        case .metrics:
            let format = Self.format(request)
            return await exchange.loop.offload { [metrics = self.metrics] in
                Self.exposition(metrics.registry.text(format), format)
            }
        case .manifest:
            let manifest = generations.current.manifest
            return await exchange.loop.offload { Self.json(manifest.effective) }
        case .routes:
            return await exchange.loop.offload { [generations = self.generations] in
                Self.json(RouteListing(generations).value)
            }
        case .keys:
            let page = try KeyPage(query: request.query.map { request.fields.bytes[$0] } ?? [])
            let now = EventLoop.now
            return await exchange.loop.offload { [generations = self.generations] in
                let keys = generations.batcher.keyObservations()
                let routes = generations.routesInUse
                return Self.json(KeyListing(keys, routes: routes, at: now).value(page))
            }
        case .log: return Self.json(Self.value(of: log.levels))
        }
    }

    /// Whether somebody on this machine calls it by what is surely its own: an address, `localhost`.
    ///
    /// A page in a browser here may have its own name lead to a loopback address (DNS rebinding),
    /// and would then be let in as one of the machine's own.
    static func isOwn(_ authority: String) -> Bool {
        var host = authority[...]
        if host.hasPrefix("[") {
            host = host.dropFirst().prefix { $0 != "]" }
        } else if let colon = host.lastIndex(of: ":") {
            host = host[..<colon]
        }
        return host.isEmpty || host.lowercased() == "localhost"
            || SocketAddress(host: String(host), port: 0) != nil
    }

    private static func format(_ request: HTTPRequestHead) -> MetricFormat {
        let accept = request.fields.all("accept").map {
            String(decoding: request.fields.bytes[$0], as: UTF8.self)
        }.joined(separator: ",")
        return MetricFormat(accept: accept)
    }

    private static func exposition(_ text: [UInt8], _ format: MetricFormat) -> HTTPResponse {
        var fields = HTTPFields()
        fields.append(name: "content-type", value: format.contentType)
        return HTTPResponse(.ok, fields: fields, body: text)
    }

    private static func value(of levels: LogLevels) -> JSONValue {
        var object: JSONObject = ["level": .string("\(levels.base.name)")]
        if !levels.modules.isEmpty {
            var modules = JSONObject()
            for module in LogModule.allCases where levels.modules[module] != nil {
                modules[module.rawValue] = .string("\(levels[module].name)")
            }
            object["modules"] = .object(modules)
        }
        return .object(object)
    }

    private func setLevel(_ exchange: HTTPExchange) async throws(AdminFault) {
        let body: [UInt8]
        do throws(HTTPServerFault) {
            body = try await exchange.collectBody(upTo: Self.maxLevelBytes)
        } catch {
            throw .gateway(GatewayFault(error))
        }
        let isSpace: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || (9...13).contains($0) }
        let name = body.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
        let before = log.levels
        guard
            let levels = LogLevels(String(decoding: Array(name), as: UTF8.self), base: before.base)
        else { throw .badInput("The body is no level: send \(LogLevels.help).") }
        log.levels = levels
        // On the level that is the higher of the two it would be missing where it matters.
        let highest = max(before[.gateway], levels[.gateway], .info)
        log.write(highest, "log_level_changed") { line in
            line.key("from")
            line.string(before.description)
            line.key("to")
            line.string(levels.description)
            line.key("peer")
            line.string(utf8: exchange.peerHost)
        }
    }

    private static func json(_ value: JSONValue) -> HTTPResponse {
        var fields = HTTPFields()
        fields.append(name: "content-type", value: "application/json")
        return HTTPResponse(.ok, fields: fields, body: value.indented)
    }

    private static func text(_ text: String) -> HTTPResponse {
        var fields = HTTPFields()
        fields.append(name: "content-type", value: "text/plain; charset=utf-8")
        return HTTPResponse(.ok, fields: fields, body: Array(text.utf8))
    }
}

/// Why an operator gets no answer.
enum AdminFault: Error {
    /// As the gateway says it to its clients.
    case gateway(GatewayFault)
    /// A name leads here that is not this machine's own.
    case foreignHost
    /// What was sent is not what the page takes; a sentence that says what it takes.
    case badInput(String)

    func response(requestID: [UInt8]) -> HTTPResponse {
        switch self {
        case .gateway(.notFound):
            ProblemDocument.response(
                .notFound, code: "not_found",
                detail: "There is no such page; / lists what there is.",
                requestID: requestID)
        case .gateway(let fault): ProblemDocument.response(to: fault, requestID: requestID)
        case .foreignHost:
            ProblemDocument.response(
                .forbidden, code: "foreign_host",
                detail: "From this machine the page is reached as localhost or by an address.",
                requestID: requestID)
        case .badInput(let detail):
            ProblemDocument.response(
                .badRequest, code: "bad_input", detail: detail, requestID: requestID)
        }
    }
}
