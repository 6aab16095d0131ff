internal import SmugHTTP
internal import SmugNet
internal import SmugProtocol

/// The answers of the Invoke API to what it accepts.
enum InvokeAnswer {
    /// What every answer has.
    static func fields(
        requestID: [UInt8], contentType: StaticString = "application/json"
    ) -> HTTPFields {
        var fields = HTTPFields()
        fields.reserve(fields: 6, bytes: 256)
        fields.append(name: "content-type", value: contentType)
        append("x-amzn-requestid", requestID, to: &fields)
        return fields
    }

    /// The answer to who waits for the function.
    static func result(of outcome: InvocationOutcome, _ request: Invocation.Request)
        -> HTTPResponse
    {
        var fields = fields(requestID: request.requestID)
        fields.append(name: "x-amz-executed-version", value: "$LATEST")
        append("x-amzn-trace-id", request.trace, to: &fields)
        let body: [UInt8]
        let log: [UInt8]?
        switch outcome {
        case .returned(let payload, let tail): (body, log) = (payload, tail)
        case .failed(let document, let tail):
            fields.append(name: "x-amz-function-error", value: "Unhandled")
            (body, log) = (document, tail)
        case .throttled: return InvokeError.throttled.response(requestID: request.requestID)
        case .stopped: return InvokeError.stopped.response(requestID: request.requestID)
        }
        if let log { append("x-amz-log-result", encoded(log), to: &fields) }
        return HTTPResponse(.ok, fields: fields, body: body)
    }

    /// The answer to an event that will run, and to a dry run.
    static func accepted(_ status: HTTPStatus, requestID: [UInt8]) -> HTTPResponse {
        HTTPResponse(status, fields: fields(requestID: requestID))
    }

    /// The values came in through the parser, or were written here: none is refused.
    static func append(
        _ name: StaticString, _ value: [UInt8], to fields: inout HTTPFields
    ) {
        try? fields.append(name: name, value: value[...])
    }

    static func encoded(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        Base64.append(bytes.span, to: &text)
        return text
    }
}
