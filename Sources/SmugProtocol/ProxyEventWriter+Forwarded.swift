import SmugHTTP
import SmugJSON

/// What an event tells of its request's way.
///
/// A function takes it for its gateway's words, as it is in AWS. So the peer stands behind the
/// chains, and what has one value has the one that is vouched for. `Connection` takes none of it
/// away: a client could else have a proxy's words dropped.
extension ProxyEventWriter {
    /// Appends a field that the request has, up to the quote that would close it.
    func append(
        _ field: ForwardedField, _ index: Int, of names: FieldNames, _ request: ProxyRequest,
        _ rule: ValueRule, to output: inout OutputSpan<UInt8>
    ) {
        output.append(names.bytes.span.extracting(names.entries[index].name))
        if case .all = rule { output.append("\":[\"") } else { output.append("\":\"") }
        switch field {
        case .scheme: output.append(request.origin.isSecure ? "https" : "http")
        case .addresses:
            if appendChain(index, of: names, before: request.origin.peer, to: &output) {
                output.append(request.origin.peer)
            }
        case .elements:
            if appendChain(index, of: names, before: request.origin.peer, to: &output) {
                appendElement(request.origin.peer, to: &output)
            }
        case .port:
            output.append(decimal: Int64(request.origin.calledPort(of: request.head)))
        case .host:
            let authority = request.head.authority.map { Array(names.bytes[$0]) }
            output.append(escaping: request.origin.host ?? authority ?? [])
        }
    }

    /// Appends what AWS always tells of a request's way, as far as the request has no such field.
    ///
    /// - Parameter told: the fields that it has.
    func appendUntold(
        _ told: UInt8, _ separator: inout StaticString, next: StaticString,
        of request: ProxyRequest, _ rule: ValueRule, to output: inout OutputSpan<UInt8>
    ) {
        guard format.alwaysTellsTheWay else { return }
        let fields: [(ForwardedField, StaticString)] = [
            (.addresses, "x-forwarded-for"), (.port, "x-forwarded-port"),
            (.scheme, "x-forwarded-proto"),
        ]
        for (field, name) in fields where told & field.rawValue == 0 {
            let bytes = Array("\(name)".utf8)
            guard forwardHeaders.forwards(bytes.span),
                !request.injectedFields.containsName(bytes.span),
                field != .addresses || !request.origin.peer.isEmpty
            else { continue }
            output.append(separator)
            separator = next
            output.append(name)
            if case .all = rule { output.append("\":[\"") } else { output.append("\":\"") }
            switch field {
            case .port: output.append(decimal: Int64(request.origin.calledPort(of: request.head)))
            case .scheme: output.append(request.origin.isSecure ? "https" : "http")
            default: output.append(request.origin.peer)
            }
        }
    }

    /// Appends what a request says and the comma behind it; whether there is a peer to follow.
    private func appendChain(
        _ index: Int, of names: FieldNames, before peer: [UInt8],
        to output: inout OutputSpan<UInt8>
    ) -> Bool {
        names.appendValues(index, separator: ", ", to: &output)
        guard !peer.isEmpty else { return false }
        if !names.entries[index].value.isEmpty { output.append(", ") }
        return true
    }

    /// Appends an address as RFC 7239, section 6, has it: IPv6 in brackets, and so in quotes.
    private func appendElement(_ peer: [UInt8], to output: inout OutputSpan<UInt8>) {
        let isIPv6 = peer.contains(UInt8(ascii: ":"))
        output.append(isIPv6 ? "for=\\\"[" : "for=")
        output.append(peer)
        if isIPv6 { output.append("]\\\"") }
    }
}

extension EventFormat {
    /// Functions with a batch adapter are sent what the request says, those of AWS's own front ends
    /// what these always say.
    fileprivate var alwaysTellsTheWay: Bool {
        if case .httpAPI = shape { !isBatched } else { true }
    }
}
