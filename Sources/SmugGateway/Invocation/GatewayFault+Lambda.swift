import SmugAWS

extension GatewayFault {
    /// What the clients of a failed invocation are told; the rest is for the log.
    init(_ error: LambdaError) {
        self =
            switch error.code {
            case .throttled: .throttled(retryAfter: error.retryAfterSeconds)
            case .notReady, .conflict: .functionNotReady(retryAfter: error.retryAfterSeconds)
            case .payloadTooLarge: .eventTooLarge(limit: LambdaInvocation.maxPayloadBytes)
            case .functionFailed: .functionFailed
            case .functionTimedOut: .functionTimedOut
            case .notFound, .accessDenied, .credentialsExpired, .invalidRequest, .quotaExceeded,
                .misconfigured:
                .functionUnavailable
            case .transport(.responseTimedOut): .timedOut
            case .service, .unknown, .transport:
                .lambdaFailed(retryAfter: error.retryAfterSeconds)
            }
    }
}
