package import SmugHTTP

/// A function's answer to one request, ready to be written to its client.
package struct FunctionAnswer: Sendable {
    /// Never 1xx.
    package var status: HTTPStatus
    /// Without hop-by-hop fields and content-length; cookies are `set-cookie` fields.
    package var fields: HTTPFields
    /// Empty when the status forbids one.
    package var body: [UInt8]

    /// Takes parts that already keep to the rules above.
    package init(status: HTTPStatus, fields: HTTPFields, body: [UInt8]) {
        self.status = status
        self.fields = fields
        self.body = body
    }
}

/// What became of one record.
package enum RecordOutcome: Sendable {
    case answer(FunctionAnswer)
    case fault(RecordFault)
}
