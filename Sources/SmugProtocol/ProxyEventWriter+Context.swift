import SmugHTTP
import SmugJSON

extension ProxyEventWriter {
    /// Appends `requestContext`.
    func appendContext(of request: ProxyRequest, to output: inout [UInt8]) {
        let fields = request.head.fields
        output.append(contentsOf: contextStart)
        appendDomain(of: request.head, to: &output)
        output.append("\"http\":{\"method\":\"")
        appendMethod(request.head.method, to: &output)
        output.append("\",\"path\":\"")
        JSONEscaping.append(fields.bytes.span.extracting(request.head.path), to: &output)
        output.append("\",\"protocol\":\"")
        switch request.head.version {
        case .http10: output.append("HTTP/1.0\"")
        case .http11: output.append("HTTP/1.1\"")
        }
        if !request.sourceIP.isEmpty {
            output.append(",\"sourceIp\":\"")
            JSONEscaping.append(request.sourceIP, to: &output)
            output.append("\"")
        }
        if let agent = fields.first("user-agent") {
            output.append(",\"userAgent\":\"")
            JSONEscaping.append(fields.bytes.span.extracting(agent), to: &output)
            output.append("\"")
        }
        output.append("},\"requestId\":\"")
        JSONEscaping.append(request.requestID, to: &output)
        output.append(contentsOf: contextEnd)
        EventTime.append(epochMilliseconds: request.arrivalMs, to: &output)
        output.append("\",\"timeEpoch\":")
        DecimalDigits.append(request.arrivalMs, to: &output)
        output.append("}")
    }

    private func appendMethod(_ method: HTTPMethod, to output: inout [UInt8]) {
        // A token needs no escape.
        output.append(contentsOf: method.rawValue.utf8)
    }

    /// Appends `domainName`, the host without its port, and `domainPrefix`, its first label.
    private func appendDomain(of head: HTTPRequestHead, to output: inout [UInt8]) {
        guard let authority = head.authority else { return }
        let bytes = head.fields.bytes.span
        let host = bytes.extracting(authority)
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
        JSONEscaping.append(name, to: &output)
        output.append("\",\"domainPrefix\":\"")
        let label = name.firstIndex(of: UInt8(ascii: ".")) ?? end
        JSONEscaping.append(name.extracting(0..<label), to: &output)
        output.append("\",")
    }
}

extension Span<UInt8> {
    fileprivate func firstIndex(of byte: UInt8) -> Int? {
        for index in 0..<count where self[index] == byte { return index }
        return nil
    }
}
