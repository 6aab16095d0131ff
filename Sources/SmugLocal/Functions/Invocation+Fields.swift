internal import SmugHTTP

extension Invocation.Request {
    /// The fields of the answer that gives a runtime its work.
    ///
    /// - Parameter deadline: milliseconds since 1970.
    func fields(deadline: Int64) -> HTTPFields {
        var fields = HTTPFields()
        fields.reserve(fields: 7, bytes: 512)
        fields.append(name: "content-type", value: "application/json")
        append("lambda-runtime-aws-request-id", requestID, to: &fields)
        fields.append(name: "lambda-runtime-deadline-ms", integer: Int(deadline))
        append("lambda-runtime-invoked-function-arn", functionARN, to: &fields)
        append("lambda-runtime-trace-id", trace, to: &fields)
        append("lambda-runtime-client-context", clientContext, to: &fields)
        append("lambda-runtime-aws-tenant-id", tenantID, to: &fields)
        return fields
    }

    /// The values came in through the parser, or were written here: none is refused.
    private func append(_ name: StaticString, _ value: [UInt8]?, to fields: inout HTTPFields) {
        guard let value else { return }
        try? fields.append(name: name, value: value[...])
    }
}
