/// Writes requests for our client (RFC 9112); always HTTP/1.1.
package enum HTTPRequestSerializer {
    /// Why a request was not written.
    package enum Refusal: Error, Hashable, Sendable {
        /// Empty, or with a byte that is not visible ASCII, or with a fragment.
        case invalidTarget
        /// Not a host with an optional port.
        case invalidHost
    }

    /// Writes a request's head, with the empty line after it.
    ///
    /// The serialiser owns Host, framing and connection: of `fields` it drops host, and what
    /// `HTTPResponseSerializer` drops. POST, PUT and PATCH without a body say so.
    ///
    /// `target` goes onto the wire as it is, percent-encoded and with its query; `host` is a host
    /// with an optional port.
    ///
    /// - Throws: without having written anything.
    package static func appendHead(
        method: HTTPMethod, target: ArraySlice<UInt8>, host: ArraySlice<UInt8>,
        fields: HTTPFields = HTTPFields(), framing: HTTPBodyFraming = .none,
        keepAlive: Bool = true, to output: inout [UInt8]
    ) throws(Refusal) {
        guard !target.isEmpty,
            target.allSatisfy({ $0 > ASCII.space && $0 < ASCII.delete && $0 != ASCII.numberSign })
        else { throw .invalidTarget }
        let hostBytes = Array(host)
        guard HostValue.isValid(hostBytes, 0..<hostBytes.count) else { throw .invalidHost }
        output.append(contentsOf: method.rawValue.utf8)
        output.append(ASCII.space)
        output.append(contentsOf: target)
        output.append(" HTTP/1.1\r\nhost: ")
        output.append(contentsOf: hostBytes)
        output.append("\r\n")
        fields.append(to: &output, alsoDropping: "host")
        append(framing, method, to: &output)
        if !keepAlive { output.append("connection: close\r\n") }
        output.append("\r\n")
    }

    /// The same with text.
    package static func appendHead(
        method: HTTPMethod, target: String, host: String, fields: HTTPFields = HTTPFields(),
        framing: HTTPBodyFraming = .none, keepAlive: Bool = true, to output: inout [UInt8]
    ) throws(Refusal) {
        try appendHead(
            method: method, target: Array(target.utf8)[...], host: Array(host.utf8)[...],
            fields: fields, framing: framing, keepAlive: keepAlive, to: &output)
    }

    private static func append(
        _ framing: HTTPBodyFraming, _ method: HTTPMethod, to output: inout [UInt8]
    ) {
        switch framing {
        case .chunked: output.append("transfer-encoding: chunked\r\n")
        case .length(let length):
            output.append("content-length: ")
            output.append(decimal: max(0, length))
            output.append("\r\n")
        case .none:
            // RFC 9110, section 8.6: a server may wait for what these methods usually bring.
            guard [.post, .put, .patch].contains(method) else { return }
            output.append("content-length: 0\r\n")
        }
    }
}
