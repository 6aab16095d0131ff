internal import SmugHTTP
internal import SmugJSON
internal import SmugProtocol

/// An answer that a gateway can pass on.
struct CheckedAnswer: Sendable {
    let status: HTTPStatus
    /// Cookies are in it as `set-cookie`.
    let fields: HTTPFields
    let body: [UInt8]

    /// What a client is told of an error that is none of its business.
    static var internalError: CheckedAnswer {
        var fields = HTTPFields()
        fields.append(name: "content-type", value: "application/json")
        return CheckedAnswer(
            status: .internalServerError, fields: fields,
            body: Array("{\"message\":\"internal error\"}".utf8))
    }

    /// The answer as API Gateway wants it (payload version 2.0).
    func serialized() -> [UInt8] {
        let cookies = fields.all("set-cookie")
        var writer = JSONWriter(capacity: 128 + fields.bytes.count + body.count)
        writer.beginObject()
        writer.key("statusCode")
        writer.integer(status.code)
        writer.key("headers")
        writer.beginObject()
        for entry in fields.entries where !cookies.contains(entry.value) {
            writer.key(utf8: fields.bytes[entry.name])
            writer.string(utf8: fields.bytes[entry.value])
        }
        writer.endObject()
        if !cookies.isEmpty {
            writer.key("cookies")
            writer.beginArray()
            for cookie in cookies { writer.string(utf8: fields.bytes[cookie]) }
            writer.endArray()
        }
        appendBody(to: &writer)
        writer.endObject()
        return writer.bytes
    }

    private func appendBody(to writer: inout JSONWriter) {
        let isText = !body.contains(0) && (try? UTF8Span(validating: body.span)) != nil
        writer.key("body")
        if isText {
            writer.string(utf8: body)
        } else {
            var encoded: [UInt8] = []
            Base64.append(body.span, to: &encoded)
            writer.string(utf8: encoded)
        }
        writer.key("isBase64Encoded")
        writer.bool(!isText)
    }
}

extension HTTPAnswer {
    /// - Throws: where the answer says what no HTTP response can say.
    func checked() throws(LambdaError) -> CheckedAnswer {
        guard status >= 200, let code = HTTPStatus(code: status) else {
            throw LambdaError("the answer's status is \(status): it must be 200 to 999")
        }
        var fields = HTTPFields()
        for (name, value) in headers { try Self.append(name, value, to: &fields) }
        for cookie in cookies { try Self.append("set-cookie", cookie, to: &fields) }
        return CheckedAnswer(status: code, fields: fields, body: body)
    }

    private static func append(_ name: String, _ value: String, to fields: inout HTTPFields)
        throws(LambdaError)
    {
        do {
            try fields.append(name, value)
        } catch {
            throw LambdaError("the answer's header \(name) cannot be sent: \(error)")
        }
    }
}
