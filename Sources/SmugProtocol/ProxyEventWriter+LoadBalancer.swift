import SmugHTTP
import SmugJSON

extension ProxyEventWriter {
    /// Appends an event as a load balancer's target group sends it: the query is not decoded.
    ///
    /// Such an event has no id; an item of a batch has one all the same, where the other shapes
    /// have theirs. Receivers pass over members that they do not know.
    func appendTargetGroup(
        _ request: ProxyRequest, _ body: EventBody, multiValue: Bool,
        to output: inout OutputSpan<UInt8>
    ) {
        let head = request.head
        let bytes = head.fields.bytes
        output.append(template.start.span)
        if format.isBatched {
            output.append(escaping: request.requestID)
            output.append("\"},\"httpMethod\":\"")
        }
        appendMethod(head.method, to: &output)
        output.append("\",\"path\":\"")
        output.append(escaping: bytes.span.extracting(head.path))
        let parameters = QueryParameters(bytes, in: head.query ?? 0..<0, .none)
        if multiValue {
            output.append("\",\"multiValueQueryStringParameters\":{")
            parameters.append(.all, to: &output)
            output.append(",\"multiValueHeaders\":{")
            appendHeaders(of: request, .all, to: &output)
        } else {
            output.append("\",\"queryStringParameters\":{")
            parameters.append(.last, to: &output)
            output.append(",\"headers\":{")
            appendHeaders(of: request, .last, to: &output)
        }
        body.append(absent: ",\"body\":\"\"", to: &output)
        output.append("}")
    }
}
