internal import SmugHTTP

/// An answer that a gateway can pass on.
struct CheckedAnswer: Sendable {
    let status: HTTPStatus
    /// Cookies are in it as `set-cookie`.
    let fields: HTTPFields
    let body: [UInt8]
    /// Whether the handler wants the body as text, or in base 64; nil leaves it to the bytes.
    var wantsText: Bool?

    /// What a client is told of an error that is none of its business.
    static var internalError: CheckedAnswer {
        message("internal error", .internalServerError)
    }

    /// What a client is told whose answer the invocation's time did not suffice for.
    static var late: CheckedAnswer { message("out of time", .gatewayTimeout) }

    /// An answer that says one sentence, which needs no escape.
    static func message(_ text: String, _ status: HTTPStatus) -> CheckedAnswer {
        var fields = HTTPFields()
        fields.append(name: "content-type", value: "application/json")
        return CheckedAnswer(
            status: status, fields: fields, body: Array("{\"message\":\"\(text)\"}".utf8))
    }
}

extension HTTPAnswer {
    /// `text`, or anything else for base 64; it is the adapter's to read and goes no further.
    private static let encodingHeader = "x-lambda-http-content-encoding"

    /// - Throws: where the answer says what no HTTP response can say.
    func checked() throws(LambdaError) -> CheckedAnswer {
        guard status >= 200, let code = HTTPStatus(code: status) else {
            throw LambdaError("the answer's status is \(status): it must be 200 to 999")
        }
        var fields = HTTPFields()
        var wantsText: Bool?
        for (name, value) in headers {
            if name.lowercased() == Self.encodingHeader {
                wantsText = value == "text"
            } else {
                try Self.append(name, value, to: &fields)
            }
        }
        for cookie in cookies { try Self.append("set-cookie", cookie, to: &fields) }
        return CheckedAnswer(status: code, fields: fields, body: body, wantsText: wantsText)
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
