import SmugHTTP
import SmugLoop
import SmugNet
import SmugProtocol
import SmugTelemetry

/// The span of a request, by OpenTelemetry's conventions for servers of HTTP.
extension TraceSpan {
    init(of passage: Passage, _ trace: RequestTrace, nanoseconds: Int64) {
        let head = passage.exchange.request
        let method = head.method.tracedName
        let entry = passage.entry
        self.init(
            .server, named: Self.name(method, entry.route), context: trace.context,
            parent: trace.parent, startNanoseconds: trace.startNanoseconds, duration: nanoseconds)
        attributes.reserve(24)
        attributes.add("http.request.method", method ?? "_OTHER")
        if method == nil { attributes.add("http.request.method_original", head.method.rawValue) }
        addTarget(head, passage.origin)
        addPeer(passage)
        if let route = entry.route {
            attributes.add("http.route", route.definition.template.text)
            attributes.add(
                "smug.invoke.mode", route.definition.batching.invokeMode.rawValue)
        }
        attributes.add("smug.request.id", passage.id[...])
        if let batch = entry.batch {
            attributes.add("smug.batch.size", Int64(batch.size))
            attributes.add("smug.batch.wait_ms", Double(batch.waitedNanoseconds) / 1_000_000)
            if batch.retries > 0 { attributes.add("smug.batch.retries", Int64(batch.retries)) }
        }
        addOutcome(passage.exchange.answeredStatus, entry.fault)
    }

    /// `GET /hello/{id}`; a path that no route has stands in no name, for there are too many.
    private static func name(_ method: StaticString?, _ route: Route?) -> [UInt8] {
        let name = "\(method ?? "HTTP")"
        return Array((route.map { "\(name) \($0.definition.template.text)" } ?? name).utf8)
    }

    private mutating func addTarget(_ head: HTTPRequestHead, _ origin: RequestOrigin) {
        let bytes = head.fields.bytes
        attributes.add("url.path", bytes[head.path])
        if let query = head.query {
            attributes.add("url.query", Self.redacted(bytes[query])[...])
        }
        attributes.add("url.scheme", origin.isSecure ? "https" : "http")
        let authority = origin.host ?? head.authority.map { Array(bytes[$0]) } ?? []
        let (host, port) = Self.split(authority)
        if !host.isEmpty { attributes.add("server.address", host) }
        if let port { attributes.add("server.port", port) }
        if let agent = head.fields.first("user-agent") {
            attributes.add("user_agent.original", bytes[agent])
        }
        let version: StaticString =
            switch head.version {
            case .http10: "1.0"
            case .http11: "1.1"
            case .http2: "2"
            }
        attributes.add("network.protocol.name", "http")
        attributes.add("network.protocol.version", version)
    }

    private mutating func addPeer(_ passage: Passage) {
        let client = passage.origin.client
        if !client.isEmpty { attributes.add("client.address", client[...]) }
        attributes.add("network.peer.address", passage.exchange.peerHost[...])
        attributes.add("network.peer.port", Int64(passage.exchange.peer.port))
    }

    /// A failure is the server's: a status from 500 on, or an answer that was not sent whole.
    private mutating func addOutcome(_ answered: HTTPStatus?, _ fault: GatewayFault?) {
        if let answered {
            attributes.add("http.response.status_code", Int64(answered.code))
            guard answered.code >= 500 || (fault != nil && answered.code < 400) else { return }
        } else if fault == nil {
            return
        }
        if let fault {
            attributes.add("error.type", fault.code)
        } else if let answered {
            attributes.add("error.type", String(answered.code))
        }
        status = .error("")
    }

    /// The name or address of a `Host` value, without brackets, and its port.
    private static func split(_ authority: [UInt8]) -> (ArraySlice<UInt8>, Int64?) {
        let end = authority.lastIndex { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "]") }
        var host = authority[...]
        var port: Int64?
        if let end, authority[end] == UInt8(ascii: ":") {
            host = authority[..<end]
            port = Int64(String(decoding: authority[(end + 1)...], as: UTF8.self))
        }
        if host.first == UInt8(ascii: "["), host.last == UInt8(ascii: "]") {
            host = host.dropFirst().dropLast()
        }
        return (host, port)
    }

    /// Parameters that give access to whoever has them, as the conventions name them.
    private static let secretParameters = [
        "AWSAccessKeyId", "Signature", "sig", "X-Goog-Signature", "X-Amz-Signature",
        "X-Amz-Security-Token", "X-Amz-Credential",
    ].map { Array($0.utf8) }

    /// A query without the values that nobody may see.
    static func redacted(_ query: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        for pair in query.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false) {
            if !output.isEmpty || pair.startIndex != query.startIndex {
                output.append(UInt8(ascii: "&"))
            }
            let name = pair.prefix { $0 != UInt8(ascii: "=") }
            if secretParameters.contains(where: { $0.elementsEqual(name) }) {
                output += name
                output += "=REDACTED".utf8
            } else {
                output += pair
            }
        }
        return output
    }
}

extension HTTPMethod {
    /// Those that the conventions know; `nil` for a method of somebody's own.
    fileprivate var tracedName: StaticString? {
        switch rawValue {
        case "GET": "GET"
        case "HEAD": "HEAD"
        case "POST": "POST"
        case "PUT": "PUT"
        case "DELETE": "DELETE"
        case "PATCH": "PATCH"
        case "OPTIONS": "OPTIONS"
        case "TRACE": "TRACE"
        case "CONNECT": "CONNECT"
        default: nil
        }
    }
}
