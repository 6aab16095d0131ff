import SmugHTTP
import SmugJSON

extension ProxyEventWriter {
    /// Appends an event of payload format 1.0, in which what is absent is null.
    func appendVersion1(
        _ request: ProxyRequest, _ body: EventBody, to output: inout OutputSpan<UInt8>
    ) {
        let head = request.head
        let bytes = head.fields.bytes
        output.append(template.start.span)
        output.append(escaping: bytes.span.extracting(head.path))
        output.append("\",\"httpMethod\":\"")
        appendMethod(head.method, to: &output)
        output.append("\",\"headers\":{")
        appendHeaders(of: request, .last, to: &output)
        output.append(",\"multiValueHeaders\":{")
        appendHeaders(of: request, .all, to: &output)
        let parameters = QueryParameters(bytes, in: head.query ?? 0..<0)
        if parameters.pairs.isEmpty {
            output.append(
                ",\"queryStringParameters\":null,\"multiValueQueryStringParameters\":null")
        } else {
            output.append(",\"queryStringParameters\":{")
            parameters.append(.last, to: &output)
            output.append(",\"multiValueQueryStringParameters\":{")
            parameters.append(.all, to: &output)
        }
        if parameterKeys.isEmpty || request.pathParameters.isEmpty {
            output.append(",\"pathParameters\":null")
        }
        appendPathParameters(of: request, to: &output)
        appendVersion1Context(of: request, to: &output)
        body.append(absent: ",\"body\":null", to: &output)
        output.append("}")
    }

    private func appendVersion1Context(
        of request: ProxyRequest, to output: inout OutputSpan<UInt8>
    ) {
        let head = request.head
        let fields = head.fields
        let bytes = fields.bytes.span
        output.append(template.contextStart.span)
        appendDomain(of: request, to: &output)
        output.append("\"extendedRequestId\":\"")
        output.append(escaping: request.requestID)
        output.append("\",\"httpMethod\":\"")
        appendMethod(head.method, to: &output)
        output.append("\",\"identity\":{\"accessKey\":null,\"accountId\":null,\"caller\":null,")
        output.append("\"cognitoAuthenticationProvider\":null,\"cognitoAuthenticationType\":null,")
        output.append("\"cognitoIdentityId\":null,\"cognitoIdentityPoolId\":null,")
        output.append("\"principalOrgId\":null,\"sourceIp\":")
        appendText(request.origin.client.span, to: &output)
        output.append(",\"user\":null,\"userAgent\":")
        let agent = head.fields.first("user-agent") ?? 0..<0
        appendText(bytes.extracting(agent), to: &output)
        output.append(",\"userArn\":null},\"path\":\"")
        output.append(template.pathPrefix.span)
        output.append(escaping: bytes.extracting(head.path))
        output.append("\",\"protocol\":\"")
        appendProtocol(head.version, to: &output)
        output.append(",\"requestId\":\"")
        output.append(escaping: request.requestID)
        output.append("\",\"requestTime\":\"")
        EventTime.append(epochMilliseconds: request.arrivalMs, to: &output)
        output.append("\",\"requestTimeEpoch\":")
        output.append(decimal: request.arrivalMs)
        output.append("}")
    }

    /// Appends a string; null for an empty one.
    private func appendText(_ text: Span<UInt8>, to output: inout OutputSpan<UInt8>) {
        if text.isEmpty { return output.append("null") }
        output.append("\"")
        output.append(escaping: text)
        output.append("\"")
    }
}
