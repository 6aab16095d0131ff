import SmugHTTP
import SmugJSON

/// Writes requests of one route as API Gateway HTTP API events, payload format 2.0.
///
/// What all events of the route share is escaped once, here. An event is written in one go from
/// the request's bytes into one array; members stand in the order of AWS's own events.
package struct ProxyEventWriter: Sendable {
    /// Up to and with the quote that opens `rawPath`.
    let start: [UInt8]
    /// From `requestContext` to the quote that opens its first member of the request.
    let contextStart: [UInt8]
    /// From `routeKey` in the context to the quote that opens `time`.
    let contextEnd: [UInt8]
    /// Each `"name":"`.
    let parameterKeys: [[UInt8]]
    let forwardHeaders: ForwardHeaders
    /// About what an event takes beside the request's own bytes, the user agent's once more
    /// among it.
    private let constantCount: Int

    /// Prepares a route.
    ///
    /// `routeKey` is the method, or `ANY`, and the template: `GET /hello/{id}`; `parameters` are
    /// the template's names in order; `function` is what names the target, and gives the account
    /// when it is an ARN.
    package init(
        routeKey: String, parameters: [String] = [], function: String = "",
        stage: String = "$default", forwardHeaders: ForwardHeaders = .all
    ) {
        let key = Self.escaped(routeKey)
        var start: [UInt8] = []
        start.append("{\"version\":\"2.0\",\"routeKey\":\"")
        start.append(contentsOf: key)
        start.append("\",\"rawPath\":\"")
        var contextStart: [UInt8] = []
        contextStart.append(",\"requestContext\":{")
        if let account = FunctionName.accountID(in: function) {
            contextStart.append("\"accountId\":\"")
            contextStart.append(contentsOf: account)
            contextStart.append("\",")
        }
        contextStart.append("\"apiId\":\"smug\",")
        var contextEnd: [UInt8] = []
        contextEnd.append("\",\"routeKey\":\"")
        contextEnd.append(contentsOf: key)
        contextEnd.append("\",\"stage\":\"")
        contextEnd.append(contentsOf: Self.escaped(stage))
        contextEnd.append("\",\"time\":\"")
        self.start = start
        self.contextStart = contextStart
        self.contextEnd = contextEnd
        self.parameterKeys = parameters.map { name in
            [UInt8(ascii: "\"")] + Self.escaped(name) + Array("\":\"".utf8)
        }
        self.forwardHeaders = forwardHeaders
        let keys = parameterKeys.reduce(0) { $0 + $1.count + 2 }
        constantCount = start.count + contextStart.count + contextEnd.count + keys + 560
    }

    /// Writes the event of one request.
    package func event(for request: ProxyRequest) -> [UInt8] {
        let body = EventBody(request.body, fields: request.head.fields)
        var capacity = estimatedCount(for: request, body: body)
        while true {
            var event: [UInt8] = []
            event.append(addingCapacity: capacity) { append(request, body, to: &$0) }
            if event.count < capacity { return event }
            capacity *= 2
        }
    }

    private func append(
        _ request: ProxyRequest, _ body: EventBody, to output: inout OutputSpan<UInt8>
    ) {
        let head = request.head
        let bytes = head.fields.bytes
        output.append(start.span)
        output.append(escaping: bytes.span.extracting(head.path))
        output.append("\",\"rawQueryString\":\"")
        if let query = head.query {
            output.append(escaping: bytes.span.extracting(query))
        }
        output.append("\"")
        appendCookies(of: request, to: &output)
        appendHeaders(of: request, to: &output)
        appendQueryParameters(of: head, to: &output)
        appendContext(of: request, to: &output)
        appendPathParameters(of: request, to: &output)
        body.append(to: &output)
        output.append("}")
    }

    /// Enough for any request that holds next to nothing to escape.
    private func estimatedCount(for request: ProxyRequest, body: EventBody) -> Int {
        let head = request.head
        let target = head.target.count * 2 + (head.query?.count ?? 0)
        let fields = head.fields.bytes.count + head.fields.count * 2
        let injected = request.injectedFields.bytes.count
        let identity = request.requestID.count + request.sourceIP.count
        let domain = (head.authority?.count ?? 0) * 2
        return constantCount + target + fields + injected + identity + domain + body.estimatedCount
    }

    private func appendQueryParameters(of head: HTTPRequestHead, to output: inout OutputSpan<UInt8>)
    {
        guard let query = head.query, !query.isEmpty else { return }
        let parameters = QueryParameters(head.fields.bytes, in: query)
        var isFirst = true
        for pair in parameters.pairs where !pair.isRepetition {
            output.append(isFirst ? ",\"queryStringParameters\":{\"" : ",\"")
            isFirst = false
            parameters.key(pair).appendEscaped(to: &output)
            output.append("\":\"")
            parameters.value(pair).appendEscaped(to: &output)
            var next = pair.next
            while let index = next {
                output.append(",")
                parameters.value(parameters.pairs[index]).appendEscaped(to: &output)
                next = parameters.pairs[index].next
            }
            output.append("\"")
        }
        if !isFirst { output.append("}") }
    }

    private func appendPathParameters(of request: ProxyRequest, to output: inout OutputSpan<UInt8>)
    {
        let bytes = request.head.fields.bytes
        var isFirst = true
        for (key, value) in zip(parameterKeys, request.pathParameters) {
            output.append(isFirst ? ",\"pathParameters\":{" : ",")
            isFirst = false
            output.append(key.span)
            let range = value.clamped(to: 0..<bytes.count)
            FormText(bytes, in: range, plusIsSpace: false).appendEscaped(to: &output)
            output.append("\"")
        }
        if !isFirst { output.append("}") }
    }

    private static func escaped(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        JSONEscaping.append(text, to: &output)
        return output
    }
}
