import SmugHTTP
import SmugJSON

/// Writes requests of one route as events of the shape that its function knows.
///
/// What all events of the route share is escaped once, here. An event is written in one go from
/// the request's bytes into one array; members stand in the order of AWS's own events.
package struct ProxyEventWriter: Sendable {
    let format: EventFormat
    let template: EventTemplate
    /// Each `"name":"`; none where the shape has no path parameters.
    let parameterKeys: [[UInt8]]
    let forwardHeaders: ForwardHeaders
    let lookalikes: Lookalikes
    /// About what an event takes beside the request's own bytes, the user agent's once more
    /// among it.
    private let constantCount: Int

    /// Prepares a route.
    ///
    /// `routeKey` is the method, or `ANY`, and the template: `GET /hello/{id}`; `parameters` are
    /// the template's names in order; `function` is what names the target, and gives the account
    /// when it is an ARN; `keyHeaders` are those that its requests are batched by, in lower case.
    package init(
        routeKey: String, parameters: [String] = [], function: String = "",
        format: EventFormat = EventFormat(), forwardHeaders: ForwardHeaders = .all,
        keyHeaders: [String] = []
    ) {
        self.format = format
        lookalikes = Lookalikes(keys: keyHeaders)
        template = EventTemplate(routeKey: routeKey, function: function, format: format)
        parameterKeys = format.shape.hasPathParameters ? parameters.map(Self.key) : []
        self.forwardHeaders = forwardHeaders
        let keys = parameterKeys.reduce(0) { $0 + $1.count + 2 }
        constantCount = template.count + keys + format.shape.memberCount
    }

    /// Writes the event of one request.
    package func event(for request: ProxyRequest) -> [UInt8] {
        let body = EventBody(request.body, fields: request.head.fields)
        var capacity = estimatedCount(for: request, body: body)
        while true {
            var event: [UInt8] = []
            // The initialiser that takes a capacity looks the array's type up by name each time.
            event.append(addingCapacity: capacity) { output in
                switch format.shape {
                case .httpAPI, .functionURL: appendVersion2(request, body, to: &output)
                case .restAPI: appendVersion1(request, body, to: &output)
                case .loadBalancer(let multiValue):
                    appendTargetGroup(request, body, multiValue: multiValue, to: &output)
                }
            }
            if event.count < capacity { return event }
            capacity *= 2
        }
    }

    private func appendVersion2(
        _ request: ProxyRequest, _ body: EventBody, to output: inout OutputSpan<UInt8>
    ) {
        let head = request.head
        let bytes = head.fields.bytes
        output.append(template.start.span)
        output.append(escaping: bytes.span.extracting(head.path))
        output.append("\",\"rawQueryString\":\"")
        if let query = head.query {
            output.append(escaping: bytes.span.extracting(query))
        }
        output.append("\"")
        appendCookies(of: request, to: &output)
        output.append(",\"headers\":{")
        appendHeaders(of: request, .joined, to: &output)
        if let query = head.query, !query.isEmpty {
            let parameters = QueryParameters(bytes, in: query)
            if !parameters.pairs.isEmpty {
                output.append(",\"queryStringParameters\":{")
                parameters.append(.joined, to: &output)
            }
        }
        appendContext(of: request, to: &output)
        appendPathParameters(of: request, to: &output)
        body.append(absent: "", to: &output)
        output.append("}")
    }

    /// Enough for any request that holds next to nothing to escape.
    private func estimatedCount(for request: ProxyRequest, body: EventBody) -> Int {
        let head = request.head
        let target = head.target.count * 2 + (head.query?.count ?? 0)
        let fields = head.fields.bytes.count + head.fields.count * 2
        let injected = request.injectedFields.bytes.count
        let identity = request.requestID.count + request.origin.client.count
        let domain = (head.authority?.count ?? 0) * 2
        let count = constantCount + target + fields + injected + identity + domain
        // With every header and parameter a second time, in lists.
        if case .restAPI = format.shape {
            return count * 2 + head.fields.count * 4 + body.estimatedCount
        }
        return count + body.estimatedCount
    }

    /// Appends `pathParameters`, unless there are none.
    func appendPathParameters(of request: ProxyRequest, to output: inout OutputSpan<UInt8>) {
        let bytes = request.head.fields.bytes
        var isFirst = true
        for (key, value) in zip(parameterKeys, request.pathParameters) {
            output.append(isFirst ? ",\"pathParameters\":{" : ",")
            isFirst = false
            output.append(key.span)
            let range = value.clamped(to: 0..<bytes.count)
            FormText(bytes, in: range, .path).appendEscaped(to: &output)
            output.append("\"")
        }
        if !isFirst { output.append("}") }
    }

    private static func key(_ name: String) -> [UInt8] {
        var output = [UInt8(ascii: "\"")]
        JSONEscaping.append(name, to: &output)
        output.append("\":\"")
        return output
    }
}

extension EventShape {
    fileprivate var hasPathParameters: Bool {
        switch self {
        case .httpAPI, .restAPI: true
        case .loadBalancer, .functionURL: false
        }
    }

    /// About what the names of the members take.
    fileprivate var memberCount: Int {
        switch self {
        case .httpAPI, .functionURL, .loadBalancer: 670
        case .restAPI: 1070
        }
    }
}
