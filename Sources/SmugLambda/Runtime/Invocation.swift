internal import SmugHTTP
internal import SmugNet

/// One event of the Runtime API, with what is needed to answer it.
struct Invocation: Sendable {
    let context: LambdaContext
    let event: [UInt8]
    /// The request id as it goes into a path.
    let pathID: String

    /// The longest that Lambda lets a function run.
    private static let longestTimeout = Duration.seconds(900)

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
        let remaining = Self.remaining(fields["lambda-runtime-deadline-ms"], at: wallClock)
        context = LambdaContext(
            LambdaContext.State(
                fields: fields, function: function, deadline: now.advanced(by: remaining),
                now: { .now }, log: log))
    }

    private static func remaining(_ deadline: String?, at wallClock: Int64) -> Duration {
        guard let deadline = deadline.flatMap(Int64.init) else { return longestTimeout }
        let (distance, overflow) = deadline.subtractingReportingOverflow(wallClock)
        // A clock that is far off must not move the deadline out of all bounds.
        return overflow
            ? longestTimeout : min(max(.zero, .milliseconds(distance)), .seconds(86_400))
    }

    /// What an answer repeats, so that it cannot be taken for another's.
    var echoedFields: HTTPFields {
        var fields = HTTPFields()
        if let id = context.invocationID { try? fields.append("lambda-runtime-invocation-id", id) }
        return fields
    }
}
