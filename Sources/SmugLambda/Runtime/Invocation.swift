internal import SmugHTTP
internal import SmugNet

/// One event of the Runtime API, with what is needed to answer it.
struct Invocation: Sendable {
    let context: LambdaContext
    let event: [UInt8]
    /// The request id as it goes into a path.
    let pathID: String

    /// Takes the answer to a poll.
    ///
    /// - Parameters:
    ///   - wallClock: milliseconds since 1970, at the same time as `now`.
    /// - Returns: `nil` where it names no request, so that there is nothing to answer.
    init?(
        _ response: HTTPResponse, function: FunctionIdentity, log: LogSink, wallClock: Int64,
        now: ContinuousClock.Instant
    ) {
        let fields = response.fields
        guard let id = fields.first("lambda-runtime-aws-request-id"), !id.isEmpty else {
            return nil
        }
        pathID = String(
            decoding: PercentEncoding.encode(fields.bytes[id], keeping: .unreserved),
            as: UTF8.self)
        event = response.body
        let remaining = InvocationDeadline.remaining(
            fields["lambda-runtime-deadline-ms"].flatMap { Int64($0) }, at: wallClock)
        context = LambdaContext(
            LambdaContext.State(
                fields: fields, function: function, deadline: now.advanced(by: remaining),
                now: { .now }, log: log))
    }
}
