/// Why an invocation gave no result: the service refused, the function failed, or the way there
/// broke.
package struct LambdaError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What happened.
    package let code: Code
    /// The service's, the function's or the client's own words: for the log, never for a caller.
    package let message: String
    /// The status of the answer; nil when there was none.
    package let status: Int?
    /// `x-amzn-requestid` of the answer.
    package let requestID: String?
    /// How long the service wants to be left alone, where it says so.
    package let retryAfterSeconds: Int?

    /// For failures of the way there, which have neither status nor request.
    package init(
        _ code: Code, message: String, status: Int? = nil, requestID: String? = nil,
        retryAfterSeconds: Int? = nil
    ) {
        self.code = code
        self.message = message
        self.status = status
        self.requestID = requestID
        self.retryAfterSeconds = retryAfterSeconds
    }

    /// Whether the function may have run, so that a second try may run it twice.
    package var couldHaveRun: Bool {
        switch code {
        case .throttled, .notFound, .payloadTooLarge, .notReady, .conflict, .accessDenied,
            .credentialsExpired, .invalidRequest, .quotaExceeded, .misconfigured:
            false
        case .service, .functionFailed, .functionTimedOut: true
        case .unknown: status.map { $0 >= 500 } ?? true
        case .transport(let failure): failure.couldHaveRun
        }
    }

    /// Whether the same call may well succeed in a moment.
    ///
    /// This says nothing about safety: ask `couldHaveRun` too.
    package var isRetryable: Bool {
        switch code {
        case .throttled, .notReady, .conflict, .service, .credentialsExpired: true
        case .notFound, .payloadTooLarge, .accessDenied, .invalidRequest, .quotaExceeded,
            .misconfigured, .functionFailed, .functionTimedOut:
            false
        case .unknown: status.map { $0 >= 500 } ?? false
        case .transport(let failure): failure.isRetryable
        }
    }

    /// Everything known, for the log.
    package var description: String {
        let parts = [status.map { "HTTP \($0)" }, requestID.map { "request \($0)" }]
        let place = parts.compactMap(\.self).joined(separator: ", ")
        return "\(kind): \(message)" + (place.isEmpty ? "" : " (\(place))")
    }

    /// The code without what the message says too.
    private var kind: String {
        switch code {
        case .throttled: "throttled"
        case .functionFailed: "functionFailed"
        case .functionTimedOut: "functionTimedOut"
        case .transport(let failure): "\(failure)"
        case .unknown(let name): name.isEmpty ? "unknown" : name
        default: "\(code)"
        }
    }
}
