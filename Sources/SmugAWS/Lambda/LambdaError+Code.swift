extension LambdaError {
    /// The failures that callers answer differently.
    package enum Code: Hashable, Sendable {
        /// Too many calls at once or too fast.
        ///
        /// `reason` is such as `ReservedFunctionConcurrentInvocationLimitExceeded`.
        case throttled(reason: String?)
        /// There is no such function, version or alias.
        case notFound
        /// The payload is above what one call may carry.
        case payloadTooLarge
        /// Environments cannot start now: SnapStart, network interfaces, EC2, a waking function.
        case notReady
        /// The function is being changed.
        case conflict
        /// Permissions or the signature.
        case accessDenied
        /// The credentials were right and have expired: get new ones.
        case credentialsExpired
        /// The call itself is wrong.
        case invalidRequest
        /// An account's quota is used up.
        case quotaExceeded
        /// The function's own file systems, keys, network, runtime or archive do not work.
        case misconfigured
        /// Lambda failed inside.
        case service
        /// The function ended with an error; the status of the call was 200.
        case functionFailed(FunctionFailure)
        /// The function ran into its own timeout.
        case functionTimedOut(FunctionFailure)
        /// There was no answer, or half of one.
        case transport(TransportFailure)
        /// An error of the service that is none of these, under its own name; empty without one.
        case unknown(String)
    }

    /// How a function failed, in its own words.
    package struct FunctionFailure: Hashable, Sendable {
        /// Whether the function reported the error itself (`Handled`).
        package let isHandled: Bool
        /// Such as `Runtime.ExitError`, or the name of an exception.
        package let errorType: String?
        /// Free text of the function; it may hold anything.
        package let errorMessage: String?

        /// As found in the payload.
        package init(isHandled: Bool, errorType: String?, errorMessage: String?) {
            self.isHandled = isHandled
            self.errorType = errorType
            self.errorMessage = errorMessage
        }
    }

    /// Where the way to Lambda and back broke.
    package enum TransportFailure: Hashable, Sendable {
        /// The host's name has no address.
        case nameNotResolved
        /// Refused, unreachable.
        case connectFailed
        /// No connection in time.
        case connectTimedOut
        /// The handshake failed, or the certificate is not trusted.
        case tlsFailed
        /// The connection ended before the answer did; nothing had been sent where false.
        case connectionLost(requestSent: Bool)
        /// Sent, and no complete answer in time.
        case responseTimedOut
        /// The answer breaks HTTP or the event stream, or is larger than it may be.
        case malformedResponse
        /// Given up by our side; `requestSent` as above.
        case cancelled(requestSent: Bool)
    }
}

extension LambdaError.TransportFailure {
    /// Whether the request may have reached Lambda.
    package var couldHaveRun: Bool {
        switch self {
        case .nameNotResolved, .connectFailed, .connectTimedOut, .tlsFailed: false
        case .connectionLost(let requestSent), .cancelled(let requestSent): requestSent
        case .responseTimedOut, .malformedResponse: true
        }
    }

    /// Whether the same call may well succeed in a moment.
    package var isRetryable: Bool {
        switch self {
        case .nameNotResolved, .connectFailed, .connectTimedOut, .connectionLost,
            .responseTimedOut:
            true
        case .tlsFailed, .malformedResponse, .cancelled: false
        }
    }
}
