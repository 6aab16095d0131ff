import SmugHTTP
import SmugJSON
import SmugNet

/// What went wrong as a response: `application/problem+json` (RFC 9457).
enum ProblemDocument {
    static func response(to fault: GatewayFault, requestID: [UInt8]) -> HTTPResponse {
        var response = response(
            fault.status, code: fault.code, detail: fault.detail, requestID: requestID)
        if let seconds = fault.retryAfter {
            response.fields.append(name: "retry-after", integer: seconds)
        }
        if case .methodNotAllowed(let allow) = fault {
            try? response.fields.append(name: "allow", value: allow[...])
        }
        return response
    }

    /// - Parameters:
    ///   - code: the stable name that programs go by.
    ///   - detail: one sentence for a person.
    static func response(
        _ status: HTTPStatus, code: StaticString, detail: String, requestID: [UInt8]
    ) -> HTTPResponse {
        var fields = HTTPFields()
        fields.append(name: "content-type", value: "application/problem+json")
        var writer = JSONWriter(capacity: 256)
        writer.beginObject()
        writer.key("type")
        writer.string("urn:smug:problem:\(code)")
        writer.key("title")
        writer.string("\(status.reason)")
        writer.key("status")
        writer.integer(status.code)
        writer.key("detail")
        writer.string(detail)
        writer.key("code")
        writer.string("\(code)")
        writer.key("requestId")
        writer.string(utf8: requestID)
        writer.endObject()
        return HTTPResponse(status, fields: fields, body: writer.bytes)
    }
}
