import SmugHTTP
import SmugJSON

extension ProxyEventWriter {
    /// Whether the client's address goes into a header: a load balancer's event has no other place
    /// for it.
    func tellsSource(of request: ProxyRequest) -> Bool {
        guard case .loadBalancer = format.shape else { return false }
        return !request.origin.peer.isEmpty
    }

    /// Appends the fields that tell of the request's way.
    ///
    /// A function takes them for its gateway's words, as they are in AWS. So the peer stands behind
    /// the chains, and what has one value has the one that is vouched for. `Connection` takes none
    /// of them away: a client could else have a proxy's words dropped.
    func append(
        _ fields: ForwardedField.Group, of request: ProxyRequest, _ rule: ValueRule,
        _ separator: inout StaticString, next: StaticString, to output: inout OutputSpan<UInt8>
    ) {
        for field in ForwardedField.allCases where fields.contains(.init(field)) {
            let name = field.name
            guard forwardHeaders.forwards(name.span), !request.injectedFields.holds(name)
            else { continue }
            output.append(separator)
            separator = next
            output.append(name)
            if case .all = rule { output.append("\":[\"") } else { output.append("\":\"") }
            append(field, name, of: request, to: &output)
        }
    }

    private func append(
        _ field: ForwardedField, _ name: [UInt8], of request: ProxyRequest,
        to output: inout OutputSpan<UInt8>
    ) {
        let head = request.head
        switch field {
        case .forwardedProto: output.append(request.origin.isSecure ? "https" : "http")
        case .forwardedPort: output.append(decimal: Int64(request.origin.calledPort(of: head)))
        case .forwardedHost:
            let host = request.origin.host ?? head.authority.map { Array(head.fields.bytes[$0]) }
            output.append(escaping: host ?? [])
        case .forwardedFor, .forwarded:
            let isNode = field == .forwarded
            var isFirst = true
            for entry in head.fields.entries
            where head.fields.has(name, entry) && !entry.value.isEmpty {
                if !isFirst { output.append(", ") }
                isFirst = false
                output.append(escaping: head.fields.bytes.span.extracting(entry.value))
            }
            let peer = request.origin.peer
            guard !peer.isEmpty else { return }
            if !isFirst { output.append(", ") }
            // RFC 7239, section 6: an IPv6 address stands in brackets, and so in quotes.
            let isIPv6 = peer.contains(UInt8(ascii: ":"))
            if isNode { output.append(isIPv6 ? "for=\\\"[" : "for=") }
            output.append(escaping: peer)
            if isNode, isIPv6 { output.append("]\\\"") }
        }
    }
}

extension HTTPFields {
    /// Whether there is a field of this name, which is in lower case.
    fileprivate func holds(_ name: [UInt8]) -> Bool {
        entries.contains { has(name, $0) }
    }
}
