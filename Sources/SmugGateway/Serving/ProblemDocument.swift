import SmugHTTP
import SmugJSON
import SmugNet

/// A fault as a response: `application/problem+json` (RFC 9457).
enum ProblemDocument {
    static func response(to fault: GatewayFault, requestID: [UInt8]) -> HTTPResponse {
        var fields = HTTPFields()
        fields.append(name: "content-type", value: "application/problem+json")
        if let seconds = fault.retryAfter { fields.append(name: "retry-after", integer: seconds) }
        if case .methodNotAllowed(let allow) = fault {
            try? fields.append(name: "allow", value: allow[...])
        }
        return HTTPResponse(fault.status, fields: fields, body: body(fault, requestID))
    }

    private static func body(_ fault: GatewayFault, _ requestID: [UInt8]) -> [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.beginObject()
        writer.key("type")
        writer.string("urn:smug:problem:\(fault.code)")
        writer.key("title")
        writer.string("\(fault.status.reason)")
        writer.key("status")
        writer.integer(fault.status.code)
        writer.key("detail")
        writer.string(fault.detail)
        writer.key("code")
        writer.string("\(fault.code)")
        writer.key("requestId")
        writer.string(utf8: requestID)
        writer.endObject()
        return writer.bytes
    }
}
