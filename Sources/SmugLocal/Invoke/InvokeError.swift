internal import SmugAWS
internal import SmugHTTP
internal import SmugJSON
internal import SmugNet

/// What the Invoke API refuses, in AWS's own words.
struct InvokeError: Error, Hashable {
    let status: HTTPStatus
    /// For `x-amzn-errortype`.
    let type: String
    let body: [UInt8]
    var retryAfterSeconds: Int?

    private init(_ status: HTTPStatus, _ type: String, _ body: [UInt8], retryAfter: Int? = nil) {
        self.status = status
        self.type = type
        self.body = body
        retryAfterSeconds = retryAfter
    }

    private init(_ status: HTTPStatus, _ type: String, message: String, blames: String = "User") {
        self.init(status, type, Self.document([("Type", blames), ("Message", message)]))
    }

    static func unknownOperation() -> InvokeError {
        InvokeError(
            .notFound, "UnknownOperationException",
            message: "The local Lambda knows POST /2015-03-31/functions/NAME/invocations and POST"
                + " /2021-11-15/functions/NAME/response-streaming-invocations only.")
    }

    static func invalidName(_ name: String) -> InvokeError {
        InvokeError(
            .badRequest, "ValidationException",
            Self.document([
                (
                    "message",
                    "1 validation error detected: Value '\(name)' at 'functionName' failed to"
                        + " satisfy constraint: Member must be a function's name, partial ARN or"
                        + " ARN"
                )
            ]))
    }

    static func notFound(arn: String) -> InvokeError {
        InvokeError(
            .notFound, "ResourceNotFoundException", message: "Function not found: \(arn)")
    }

    static func invalidParameter(_ message: String) -> InvokeError {
        InvokeError(.badRequest, "InvalidParameterValueException", message: message)
    }

    static func invalidContent(_ message: String) -> InvokeError {
        InvokeError(.badRequest, "InvalidRequestContentException", message: message)
    }

    static func tooLarge(limit: Int) -> InvokeError {
        InvokeError(
            .contentTooLarge, "RequestTooLargeException",
            message: "Request must be smaller than \(limit) bytes for the InvokeFunction operation")
    }

    static let throttled = InvokeError(
        .tooManyRequests, "TooManyRequestsException",
        document([
            ("Reason", "ReservedFunctionConcurrentInvocationLimitExceeded"), ("Type", "User"),
            ("message", "Rate Exceeded."),
        ]), retryAfter: 1)

    static let stopped = InvokeError(
        .internalServerError, "ServiceException", message: "The local Lambda ends.",
        blames: "Service")

    static func refused(_ refusal: SignatureRefusal) -> InvokeError {
        InvokeError(
            HTTPStatus(code: refusal.status) ?? .forbidden, refusal.errorType,
            document([("message", refusal.message)]))
    }

    static func malformed(_ error: HTTPParseError) -> InvokeError {
        InvokeError(error.status, "InvalidRequestContentException", message: error.description)
    }

    static let late = InvokeError(
        .requestTimeout, "RequestTimeoutException", message: "The request did not arrive in time.")

    static let unanswered = InvokeError(
        .internalServerError, "ServiceException", message: "The request got no answer.",
        blames: "Service")

    private static func document(_ members: [(String, String)]) -> [UInt8] {
        var writer = JSONWriter(capacity: 160)
        writer.beginObject()
        for (key, value) in members {
            writer.key(key)
            writer.string(value)
        }
        writer.endObject()
        return writer.bytes
    }

    func response(requestID: [UInt8]) -> HTTPResponse {
        var fields = InvokeAnswer.fields(requestID: requestID)
        try? fields.append(name: "x-amzn-errortype", value: Array(type.utf8)[...])
        if let retryAfterSeconds {
            fields.append(name: "retry-after", integer: retryAfterSeconds)
        }
        return HTTPResponse(status, fields: fields, body: body)
    }
}
