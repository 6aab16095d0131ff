import SmugHTTP
import SmugNet

/// Why a request gets an answer that is not its function's.
enum GatewayFault: Error, Hashable, Sendable {
    /// No route has the path.
    case notFound
    /// The path is none: a `%` without two digits behind it.
    case badPath
    /// The client asks for a tunnel, as of a proxy.
    case notAProxy
    /// The route has tenants, and the request names none.
    case missingTenant
    /// What the request names as its tenant is none that Lambda takes.
    case badTenant
    /// Routes have the path but not the method; these they have.
    case methodNotAllowed(allow: [UInt8])
    /// What the client sent is not HTTP, or not supported.
    case malformed(HTTPParseError)
    /// A request's head or body did not come in time.
    case requestTimeout
    /// The body is over the route's limit, in bytes.
    case bodyTooLarge(limit: Int)
    /// The request is larger than one invocation may carry, in bytes.
    case eventTooLarge(limit: Int)
    /// So many requests are under way that there is no room for another.
    case tooManyRequests
    /// So many requests of the same key wait.
    case queueFull
    /// So many batches wait for an invocation.
    case overloaded
    /// So many batch keys are in use.
    case tooManyKeys
    /// The request's turn came, or would have come, too late for an answer in time: its function
    /// was not called for it.
    case noTimeLeft
    /// The gateway is about to end, and does not get to the request any more.
    case draining
    /// The function raised an error.
    case functionFailed
    /// The function ran into its own timeout.
    case functionTimedOut
    /// The function's answer is not the contract.
    case badAnswer
    /// The function's answer has nothing for this request.
    case missingAnswer
    /// The function gives up on this request, with words for its client.
    case functionError(HTTPStatus, message: [UInt8])
    /// The function's answer broke off after its head.
    case streamBroken
    /// Nothing more came of an answer after its head, or after a part of it.
    case streamIdle
    /// An answer in parts did not end in time.
    case streamTimedOut
    /// The client does not take its answer as fast as it comes.
    case slowReader
    /// Lambda has no room for the invocation; seconds to wait, where it says so.
    case throttled(retryAfter: Int?)
    /// The function cannot start at the moment; likewise.
    case functionNotReady(retryAfter: Int?)
    /// The function does not exist, or the gateway may not invoke it, or it cannot run.
    case functionUnavailable
    /// Lambda could not be reached, or failed itself; likewise.
    case lambdaFailed(retryAfter: Int?)
    /// No answer within the route's timeout.
    case timedOut
    /// The client left before its answer: nobody reads this one.
    case clientLeft
    /// A fault of the gateway itself.
    case internalError
}

extension GatewayFault {
    init(_ fault: HTTPServerFault) {
        self =
            switch fault {
            case .malformed(let error): .malformed(error)
            case .headTimeout, .bodyTimeout: .requestTimeout
            case .bodyTooLarge(let limit): .bodyTooLarge(limit: limit)
            case .disconnected: .clientLeft
            case .ending: .draining
            case .unanswered: .internalError
            }
    }

    var status: HTTPStatus {
        switch self {
        case .notFound: .notFound
        case .badPath, .missingTenant, .badTenant: .badRequest
        case .methodNotAllowed: .methodNotAllowed
        // Not 405: it names no resource of which `Allow` could say what else it takes.
        case .notAProxy: .notImplemented
        case .malformed(let error): error.status
        case .requestTimeout, .clientLeft, .slowReader: .requestTimeout
        case .bodyTooLarge, .eventTooLarge: .contentTooLarge
        case .tooManyRequests, .queueFull, .overloaded, .tooManyKeys: .tooManyRequests
        // Not 429: no limit of its own turns it away, what is behind does not keep up.
        case .noTimeLeft, .draining, .throttled, .functionNotReady: .serviceUnavailable
        case .functionFailed, .badAnswer, .missingAnswer, .functionUnavailable, .lambdaFailed,
            .streamBroken:
            .badGateway
        case .functionError(let status, _): status
        case .functionTimedOut, .timedOut, .streamIdle, .streamTimedOut: .gatewayTimeout
        case .internalError: .internalServerError
        }
    }

    /// The stable name that programs go by; part of the interface.
    var code: StaticString {
        switch self {
        case .notFound: "not_found"
        case .badPath: "bad_path"
        case .notAProxy: "not_a_proxy"
        case .missingTenant: "missing_tenant"
        case .badTenant: "bad_tenant"
        case .methodNotAllowed: "method_not_allowed"
        case .malformed: "malformed_request"
        case .requestTimeout: "request_timeout"
        case .bodyTooLarge: "body_too_large"
        case .eventTooLarge: "event_too_large"
        case .tooManyRequests: "too_many_requests"
        case .queueFull: "queue_full"
        case .overloaded: "overloaded"
        case .tooManyKeys: "too_many_keys"
        case .noTimeLeft: "no_time_left"
        case .draining: "draining"
        case .functionFailed: "function_failed"
        case .functionTimedOut: "function_timed_out"
        case .badAnswer: "bad_answer"
        case .missingAnswer: "missing_answer"
        case .functionError: "function_error"
        case .streamBroken: "stream_broken"
        case .streamIdle: "stream_idle"
        case .streamTimedOut: "stream_timed_out"
        case .slowReader: "slow_reader"
        case .throttled: "throttled"
        case .functionNotReady: "function_not_ready"
        case .functionUnavailable: "function_unavailable"
        case .lambdaFailed: "lambda_failed"
        case .timedOut: "timed_out"
        case .clientLeft: "client_left"
        case .internalError: "internal_error"
        }
    }

    /// One sentence for the client: what happened, nothing of what is behind the gateway.
    var detail: String {
        switch self {
        case .notFound: "No route has this path."
        case .badPath: "The path has a percent sign without two hexadecimal digits behind it."
        case .notAProxy: "The gateway is no proxy: it opens no tunnels."
        case .missingTenant: "The request does not say which tenant it is of."
        case .badTenant:
            "The tenant is not 1 to 256 letters, digits, spaces and ._:/=+-@ with no space at an end."
        case .methodNotAllowed: "The path does not take this method."
        case .malformed(let error): error.reason
        case .requestTimeout: "The request did not arrive in time."
        case .bodyTooLarge(let limit): "The body is over the limit of \(limit) bytes."
        case .eventTooLarge(let limit):
            "The request is over the \(limit) bytes that one invocation carries."
        case .tooManyRequests: "The gateway has as many requests under way as it takes."
        case .queueFull: "As many requests of this kind wait as the gateway takes."
        case .overloaded: "As many invocations wait as the gateway takes."
        case .tooManyKeys: "Requests of as many kinds are under way as the gateway takes."
        case .noTimeLeft:
            "The request has waited for its turn so long that no answer would be there in time."
        case .draining: "The gateway ends before this request has an answer."
        case .functionFailed: "The function failed."
        case .functionTimedOut: "The function did not end within its own time limit."
        case .badAnswer: "The function's answer cannot be read."
        case .missingAnswer: "The function gave no answer to this request."
        case .functionError(_, let message):
            String(decoding: message.prefix(Self.maxMessageBytes), as: UTF8.self)
        case .streamBroken: "The function's answer broke off."
        case .streamIdle: "The function's answer did not go on in time."
        case .streamTimedOut: "The function's answer did not end in time."
        case .slowReader: "The client does not take its answer."
        case .throttled: "There is no capacity for the function at the moment."
        case .functionNotReady: "The function cannot start at the moment."
        case .functionUnavailable: "The function cannot be invoked."
        case .lambdaFailed: "The function's service failed."
        case .timedOut: "There was no answer in time."
        case .clientLeft: "The client left."
        case .internalError: "The gateway failed."
        }
    }

    /// The most that a client is told of a function's own words for it.
    private static let maxMessageBytes = 4096
    /// The longest that a client is told to stay away, whatever Lambda says: an hour.
    private static let maxRetryAfter = 3600

    /// Seconds after which another try may succeed, where that can be said.
    var retryAfter: Int? {
        let seconds: Int? =
            switch self {
            case .tooManyRequests, .queueFull, .overloaded, .tooManyKeys, .noTimeLeft, .draining: 1
            case .throttled(let seconds), .functionNotReady(let seconds): seconds ?? 1
            case .lambdaFailed(let seconds): seconds
            default: nil
            }
        return seconds.map { min(max($0, 1), Self.maxRetryAfter) }
    }
}
