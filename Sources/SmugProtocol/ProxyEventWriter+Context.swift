import SmugHTTP
import SmugJSON

extension ProxyEventWriter {
    /// Appends the `requestContext` of payload format 2.0.
    func appendContext(of request: ProxyRequest, to output: inout OutputSpan<UInt8>) {
        let fields = request.head.fields
        output.append(template.contextStart.span)
        appendDomain(of: request, to: &output)
        output.append("\"http\":{\"method\":\"")
        appendMethod(request.head.method, to: &output)
        output.append("\",\"path\":\"")
        output.append(escaping: fields.bytes.span.extracting(request.head.path))
        output.append("\",\"protocol\":\"")
        appendProtocol(request.head.version, to: &output)
        if !request.origin.client.isEmpty {
            output.append(",\"sourceIp\":\"")
            output.append(escaping: request.origin.client)
            output.append("\"")
        }
        if let agent = fields.first("user-agent") {
            output.append(",\"userAgent\":\"")
            output.append(escaping: fields.bytes.span.extracting(agent))
            output.append("\"")
        }
        output.append("},\"requestId\":\"")
        output.append(escaping: request.requestID)
        output.append(template.contextEnd.span)
        EventTime.append(epochMilliseconds: request.arrivalMs, to: &output)
        output.append("\",\"timeEpoch\":")
        output.append(decimal: request.arrivalMs)
        output.append("}")
    }

    /// Appends the version and the quote behind it.
    func appendProtocol(_ version: HTTPVersion, to output: inout OutputSpan<UInt8>) {
        switch version {
        case .http10: output.append("HTTP/1.0\"")
        case .http11: output.append("HTTP/1.1\"")
        case .http2: output.append("HTTP/2.0\"")
        }
    }

    /// Appends the method, without quotes.
    func appendMethod(_ method: HTTPMethod, to output: inout OutputSpan<UInt8>) {
        // A token needs no escape.
        let token = method.rawValue
        output.append(token.utf8.span)
    }

    /// Appends `domainName`, the host without its port, and `domainPrefix`, its first label.
    func appendDomain(of request: ProxyRequest, to output: inout OutputSpan<UInt8>) {
        if let host = request.origin.host { return appendDomain(host.span, to: &output) }
        guard let authority = request.head.authority else { return }
        let bytes = request.head.fields.bytes
        appendDomain(bytes.span.extracting(authority), to: &output)
    }

    private func appendDomain(_ host: Span<UInt8>, to output: inout OutputSpan<UInt8>) {
        var end = host.count
        if host.isEmpty { return }
        if host[0] == UInt8(ascii: "["), let bracket = host.firstIndex(of: UInt8(ascii: "]")) {
            end = bracket + 1
        } else if let colon = host.firstIndex(of: UInt8(ascii: ":")) {
            end = colon
        }
        guard end > 0 else { return }
        let name = host.extracting(0..<end)
        output.append("\"domainName\":\"")
        output.append(escaping: name)
        output.append("\",\"domainPrefix\":\"")
        let label = name.firstIndex(of: UInt8(ascii: ".")) ?? end
        output.append(escaping: name.extracting(0..<label))
        output.append("\",")
    }
}

extension Span<UInt8> {
    fileprivate func firstIndex(of byte: UInt8) -> Int? {
        for index in 0..<count where self[index] == byte { return index }
        return nil
    }
}
