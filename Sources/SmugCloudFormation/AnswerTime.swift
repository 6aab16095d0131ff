internal import SmugLoop

/// How an invocation's time is shared between the handler and the answer's way to CloudFormation.
struct AnswerTime: Hashable, Sendable {
    /// What an upload has at least, unless that is more than half; most take a tenth of it.
    static let minReserve = Duration.seconds(1)
    /// What it has at most of a long time, which is enough to be tried again a few times.
    static let maxReserve = Duration.seconds(10)
    /// To report to Lambda that CloudFormation was not reached, instead of running into the timeout.
    static let maxMargin = Duration.milliseconds(200)

    /// How long the handler may take.
    let ofHandler: Duration
    /// When the handler's time is over.
    let handlerDeadline: MonotonicTime
    /// When the upload's time is over.
    let uploadDeadline: MonotonicTime

    /// - Parameter left: until the function's own timeout.
    init(left: Duration, at now: MonotonicTime) {
        let reserve = min(max(left / 5, Self.minReserve), Self.maxReserve, left / 2)
        ofHandler = left - reserve
        handlerDeadline = now.advanced(by: ofHandler)
        uploadDeadline = now.advanced(by: left - min(Self.maxMargin, reserve / 5))
    }
}
