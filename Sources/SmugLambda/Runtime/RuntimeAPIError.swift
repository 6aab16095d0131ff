internal import SmugHTTP
internal import SmugNet

/// Why a call of the Runtime API has failed, in words for the log.
enum RuntimeAPIError: Error, CustomStringConvertible {
    /// No connection, after all attempts.
    case unreachable(RuntimeEndpoint, reason: String)
    /// The connection failed before the call was answered; it may have been taken or not.
    case lost(call: String, reason: String)
    /// Answered with something other than success.
    case refused(call: String, HTTPStatus, body: [UInt8])
    /// An event without a request id.
    case unidentified
    /// So many polls in a row have failed.
    case silent(attempts: Int)
    /// The process was told to end.
    case ending

    /// How much of a refusal's body goes into the log.
    private static let maxToldBytes = 1024

    var description: String {
        switch self {
        case .unreachable(let endpoint, let reason):
            "the Runtime API at \(endpoint.host):\(endpoint.port) cannot be reached: \(reason)"
        case .lost(let call, let reason):
            "\(call): the connection to the Runtime API was lost: \(reason)"
        case .refused(let call, let status, let body) where status.code == 410:
            "\(call): too late, the invocation has timed out: \(Self.text(body))"
        case .refused(let call, let status, let body):
            "\(call): the Runtime API answered \(status): \(Self.text(body))"
        case .unidentified:
            "the Runtime API sent an event without Lambda-Runtime-Aws-Request-Id"
        case .silent(let attempts):
            "no event after \(attempts) further attempts: giving up"
        case .ending:
            "the process was told to end"
        }
    }

    private static func text(_ body: [UInt8]) -> String {
        body.isEmpty ? "no body" : String(decoding: body.prefix(maxToldBytes), as: UTF8.self)
    }

    /// What the small client throws, in words.
    static func reason(_ error: any Error) -> String {
        switch error as? HTTPClientError {
        case .connectionClosed: "it was closed"
        case .connectionFailed(let error): "\(error)"
        case .malformed(let error): "the answer is not HTTP: \(error)"
        case .responseTooLarge(let limit): "the answer is longer than \(limit) bytes"
        case nil: "\(error)"
        }
    }
}
