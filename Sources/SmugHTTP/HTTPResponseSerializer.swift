/// Writes responses (RFC 9112).
package enum HTTPResponseSerializer {
    /// Writes a response's head, with the empty line after it; tells how to write the body.
    ///
    /// The serialiser owns framing and connection: of `fields` it drops connection, keep-alive,
    /// transfer-encoding, content-length, date, upgrade, te, trailer and proxy-*. A status that
    /// forbids a body gets none. In an answer to HEAD give the framing that GET would have, or
    /// `.none` to say nothing of it, and write no body.
    ///
    /// `version` is that of the request: to HTTP/1.0 `.chunked` becomes `.untilClose`, after which
    /// the connection must be closed. `keepAlive` says whether it may live on as far as this side
    /// cares. `date` is 29 bytes as of `HTTPDate`, or empty for none.
    @discardableResult
    package static func appendHead(
        status: HTTPStatus, fields: HTTPFields, framing: HTTPBodyFraming, keepAlive: Bool,
        date: [UInt8], version: HTTPVersion, to output: inout [UInt8]
    ) -> HTTPResponseFraming {
        if output.isEmpty { output.reserveCapacity(fields.bytes.count + 256) }
        let framing = effective(framing, status, version)
        appendStatusLine(status, to: &output)
        fields.append(to: &output)
        append(framing, status, to: &output)
        if status.code >= 200 {
            appendConnection(
                keepAlive: keepAlive && framing != .untilClose, version, to: &output)
            if !date.isEmpty {
                output.append("date: ")
                output.append(contentsOf: date)
                output.append("\r\n")
            }
        }
        output.append("\r\n")
        return framing
    }

    /// Writes `100 Continue`, after which the client sends its body.
    package static func appendContinue(to output: inout [UInt8]) {
        output.append("HTTP/1.1 100 Continue\r\n\r\n")
    }

    /// Writes one chunk of a chunked body; for no data nothing is written.
    package static func appendChunk(_ data: ArraySlice<UInt8>, to output: inout [UInt8]) {
        HTTPChunkFraming.appendChunk(data, to: &output)
    }

    /// Writes the end of a chunked body.
    package static func appendLastChunk(to output: inout [UInt8]) {
        HTTPChunkFraming.appendLastChunk(to: &output)
    }

    private static func effective(
        _ framing: HTTPBodyFraming, _ status: HTTPStatus, _ version: HTTPVersion
    ) -> HTTPResponseFraming {
        if status.forbidsBody { return .none }
        return switch framing {
        case .none: .none
        case .length(let length): .length(max(0, length))
        case .chunked: version == .http10 ? .untilClose : .chunked
        }
    }

    private static func appendStatusLine(_ status: HTTPStatus, to output: inout [UInt8]) {
        if status == .ok { return output.append("HTTP/1.1 200 OK\r\n") }
        output.append("HTTP/1.1 ")
        output.append(decimal: status.code)
        output.append(ASCII.space)
        output.append(status.reason)
        output.append("\r\n")
    }

    private static func append(
        _ framing: HTTPResponseFraming, _ status: HTTPStatus, to output: inout [UInt8]
    ) {
        switch framing {
        case .none, .untilClose: return
        case .chunked: output.append("transfer-encoding: chunked\r\n")
        case .length(let length):
            output.append("content-length: ")
            output.append(decimal: length)
            output.append("\r\n")
        }
    }

    private static func appendConnection(
        keepAlive: Bool, _ version: HTTPVersion, to output: inout [UInt8]
    ) {
        switch (keepAlive, version) {
        // HTTP/2 knows no such field.
        case (true, .http11), (_, .http2): return
        case (true, .http10): output.append("connection: keep-alive\r\n")
        case (false, _): output.append("connection: close\r\n")
        }
    }
}
