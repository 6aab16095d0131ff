internal import SmugHTTP
package import SmugJSON
internal import SmugLoop
internal import SmugProtocol
internal import SmugTelemetry

/// A request as somebody asks about it, without a connection to bring it.
package struct PreviewedRequest: Sendable {
    package var method: String
    /// A path, perhaps with a query, as it would stand in a request line.
    package var target: String
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    package init(
        method: String, target: String, headers: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }

    /// The fields that say where a body ends, which are not for the one who asks to say.
    package static let framing = ["content-length", "transfer-encoding"]

    /// What a client would send; a host is added where none is given.
    fileprivate var bytes: [UInt8] {
        var text = "\(method) \(target) HTTP/1.1\r\n"
        if !headers.contains(where: { $0.name.lowercased() == "host" }) {
            text += "host: localhost\r\n"
        }
        for header in headers { text += "\(header.name): \(header.value)\r\n" }
        if !body.isEmpty { text += "content-length: \(body.count)\r\n" }
        return Array((text + "\r\n").utf8) + body
    }
}

/// Why a request is none: what a gateway would say to its client.
package struct PreviewRefusal: Error, Hashable, Sendable {
    package let status: Int
    /// As in the answer's body: `not_found`; `nil` where the gateway itself has the answer.
    package let code: String?
    /// One sentence.
    package let detail: String
    /// What the path takes instead of this method, where it is known: `GET, HEAD`.
    package let allow: String?
    /// Routes that may have been meant, the nearest first.
    package let nearest: [RouteDefinition]
    /// Whether the request itself is malformed, whatever the manifest says.
    package let isMalformed: Bool

    /// What the gateway answers by itself.
    fileprivate init(answered status: HTTPStatus, _ detail: String) {
        self.status = status.code
        self.detail = detail
        code = nil
        allow = nil
        nearest = []
        isMalformed = false
    }

    fileprivate init(_ fault: GatewayFault, nearest: [RouteDefinition] = []) {
        status = fault.status.code
        code = "\(fault.code)"
        detail = fault.detail
        allow =
            if case .methodNotAllowed(let allow) = fault {
                String(decoding: allow, as: UTF8.self)
            } else {
                nil
            }
        isMalformed =
            switch fault {
            case .malformed, .badPath: true
            default: false
            }
        self.nearest = nearest
    }
}

/// What a gateway with a manifest makes of a request: its route, its batch key, its event.
///
/// It goes the way that a request goes, as far as the door to the batches.
package struct RequestPreview: Sendable {
    package let route: RouteDefinition
    /// In the order of the path, decoded.
    package let parameters: [(name: String, value: String)]
    /// What else must be equal for others to share the invocation; `nil` where the request lacks
    /// it.
    package let batchKey: [(name: String, value: String?)]
    /// What the function is sent for the request: an item of the envelope where it is batched.
    package let event: JSONValue
    /// Headers of the request that the event does not have, by their names in lower case.
    package let leftOut: [String]

    /// - Parameter milliseconds: when the request arrives, since 1970.
    package init(
        of request: PreviewedRequest, by manifest: Manifest,
        at milliseconds: Int64 = EventLoop.wallClockMilliseconds
    ) throws(PreviewRefusal) {
        let (head, body) = try Self.received(request, manifest)
        do throws(GatewayFault) {
            let (route, places) = try Self.route(head, manifest)
            guard body.count <= route.maxBodyBytes else {
                throw .bodyTooLarge(limit: route.maxBodyBytes)
            }
            _ = try route.tenantID(of: head)
            let event = route.events.event(
                for: ProxyRequest(
                    head: head, pathParameters: places, body: body,
                    requestID: RequestIDGenerator().next().id,
                    origin: manifest.edge.proxies.origin(
                        of: head, peer: Array("127.0.0.1".utf8), isSecure: false),
                    arrivalMs: milliseconds))
            guard event.count <= route.maxEventBytes else {
                throw .eventTooLarge(limit: route.maxEventBytes)
            }
            guard let value = try? JSONValue(parsing: event) else { throw .internalError }
            self.event = value
            leftOut = Self.leftOut(of: head, by: value)
            self.route = route.definition
            parameters = zip(route.definition.template.parameterNames, places).map { name, place in
                let bytes = head.fields.bytes[place]
                return (
                    name,
                    String(decoding: PercentEncoding.decode(bytes) ?? Array(bytes), as: UTF8.self)
                )
            }
            batchKey = Self.batchKey(of: head, route)
        } catch {
            throw PreviewRefusal(error, nearest: Self.nearest(request, manifest, error))
        }
    }

    /// What comes as far as the routes: neither malformed nor for the gateway itself.
    private static func received(
        _ request: PreviewedRequest, _ manifest: Manifest
    ) throws(PreviewRefusal) -> (head: HTTPRequestHead, body: [UInt8]) {
        let (head, body): (HTTPRequestHead, [UInt8])
        do throws(GatewayFault) {
            (head, body) = try parse(request.bytes)
        } catch {
            throw PreviewRefusal(error)
        }
        if HealthPage(path: head.fields.bytes[head.path]) != nil {
            throw PreviewRefusal(answered: .ok, "The gateway tells its own health there.")
        }
        let router = Router(manifest.routes)
        if EdgeTable(manifest).preflight(head, router, manifest.routes) != nil {
            throw PreviewRefusal(answered: .noContent, "The gateway answers preflights itself.")
        }
        return (head, body)
    }

    private static func parse(
        _ bytes: [UInt8]
    ) throws(GatewayFault) -> (head: HTTPRequestHead, body: [UInt8]) {
        var parser = HTTPRequestParser()
        var offset = 0
        var head: HTTPRequestHead?
        var body: [UInt8] = []
        do throws(HTTPParseError) {
            while true {
                switch try parser.next(bytes.span, &offset) {
                case .head(let read): head = read
                case .body(let range): body += bytes[range]
                case .end:
                    guard let head else { throw HTTPParseError.cutOff }
                    return (head, body)
                case .needMore: throw HTTPParseError.cutOff
                }
            }
        } catch {
            throw .malformed(error)
        }
    }

    private static func route(
        _ head: HTTPRequestHead, _ manifest: Manifest
    ) throws(GatewayFault) -> (Route, [Range<Int>]) {
        let metrics = GatewayMetrics(version: "", log: Log(level: .error) { _ in })
        var slots = RouteSlots(metrics)
        guard let routes = try? slots.routes(of: manifest, serving: []).all else {
            throw .internalError
        }
        switch Router(manifest.routes).match(head.method, head.fields.bytes, path: head.path) {
        case .match(let index, let parameters): return (routes[index], parameters)
        case .methodNotAllowed(let allow): throw .methodNotAllowed(allow: allow)
        case .notFound: throw .notFound
        case .badPath: throw .badPath
        }
    }

    private static func batchKey(
        of head: HTTPRequestHead, _ route: Route
    ) -> [(name: String, value: String?)] {
        let values = route.batchKey(of: head).values.map { value in
            value.map { String(decoding: $0, as: UTF8.self) }
        }
        let names = route.definition.batching.key.map(\.description)
        // The method comes first where the route takes several.
        return Array(zip((values.count > names.count ? ["method"] : []) + names, values))
    }

    private static func leftOut(of head: HTTPRequestHead, by event: JSONValue) -> [String] {
        let headers = event["headers"] ?? event["multiValueHeaders"]
        var names: [String] = []
        for entry in head.fields.entries {
            let name = String(decoding: head.fields.bytes[entry.name], as: UTF8.self)
            let isThere = headers?[name] != nil || name == "cookie" && event["cookies"] != nil
            if !isThere, !names.contains(name) { names.append(name) }
        }
        return names
    }

    private static func nearest(
        _ request: PreviewedRequest, _ manifest: Manifest, _ fault: GatewayFault
    ) -> [RouteDefinition] {
        switch fault {
        case .notFound, .methodNotAllowed:
            NearestRoutes.find(request.target, in: manifest.routes)
        default: []
        }
    }
}
