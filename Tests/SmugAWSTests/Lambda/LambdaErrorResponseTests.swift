import Testing

@testable import SmugAWS

@Suite struct LambdaErrorResponseTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let status: Int
        var header: String?
        var retryAfter: String?
        var body = ""
        let code: LambdaError.Code
        let message: String
        var retryAfterSeconds: Int?
    }

    @Test(arguments: [
        Case(
            testDescription: "throttled, with all that Lambda says", status: 429,
            header: "TooManyRequestsException", retryAfter: "2",
            body: #"{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded","Type":"User","#
                + #""message":"Rate Exceeded."}"#,
            code: .throttled(reason: "ReservedFunctionConcurrentInvocationLimitExceeded"),
            message: "TooManyRequestsException: Rate Exceeded.", retryAfterSeconds: 2),
        Case(
            testDescription: "throttled by another name", status: 400,
            header: "ThrottlingException", retryAfter: "Wed, 21 Oct 2015 07:28:00 GMT",
            code: .throttled(reason: nil), message: "ThrottlingException"),
        Case(
            testDescription: "a name with an address behind it", status: 404,
            header: "ResourceNotFoundException:http://internal.amazon.com/coral/x/",
            body: #"{"Type":"User","Message":"Function not found"}"#, code: .notFound,
            message: "ResourceNotFoundException: Function not found"),
        Case(
            testDescription: "a name in the body, with its namespace", status: 400,
            body: ##"{"__type":"com.amazon#InvalidParameterValueException","message":"m"}"##,
            code: .invalidRequest, message: "InvalidParameterValueException: m"),
        Case(
            testDescription: "a name as Type", status: 413,
            body: #"{"Type":"RequestTooLargeException"}"#, code: .payloadTooLarge,
            message: "RequestTooLargeException"),
        Case(
            testDescription: "whose fault it was is no name", status: 500,
            body: #"{"Type":"Service","Message":"m"}"#, code: .service, message: "m"),
        Case(
            testDescription: "an expired token", status: 403, header: "ExpiredTokenException",
            code: .credentialsExpired, message: "ExpiredTokenException"),
        Case(
            testDescription: "a waking SnapStart", status: 409,
            header: "SnapStartNotReadyException",
            code: .notReady, message: "SnapStartNotReadyException"),
        Case(
            testDescription: "a function in change", status: 409,
            header: "ResourceConflictException", code: .conflict,
            message: "ResourceConflictException"),
        Case(
            testDescription: "a key that is denied", status: 502,
            header: "KMSAccessDeniedException", code: .misconfigured,
            message: "KMSAccessDeniedException"),
        Case(
            testDescription: "a name nobody knows", status: 418, header: "TeapotException",
            code: .unknown("TeapotException"), message: "TeapotException"),
        Case(
            testDescription: "HTML of a proxy", status: 503, body: "<html>", code: .service,
            message: ""),
        Case(
            testDescription: "an outage that says how long", status: 503,
            header: "ServiceUnavailableException", retryAfter: "30", code: .notReady,
            message: "ServiceUnavailableException", retryAfterSeconds: 30),
        Case(
            testDescription: "an array", status: 403, body: "[1]", code: .accessDenied, message: ""),
        Case(
            testDescription: "a bare 429", status: 429, retryAfter: "-1",
            code: .throttled(reason: nil), message: ""),
        Case(testDescription: "a bare 302", status: 302, code: .unknown(""), message: ""),
    ])
    func `An answer becomes the failure that it names`(_ item: Case) {
        let error = LambdaError(
            status: item.status, errorType: item.header, retryAfter: item.retryAfter,
            requestID: "r", body: Array(item.body.utf8))
        #expect(error.code == item.code)
        #expect(error.message == item.message)
        #expect(error.status == item.status)
        #expect(error.retryAfterSeconds == item.retryAfterSeconds)
        #expect(error.requestID == "r")
    }

    @Test func `A body over the limit is not looked at`() {
        let body = #"{"message":""# + String(repeating: "a", count: 70_000) + #""}"#
        let error = LambdaError(
            status: 500, errorType: nil, retryAfter: nil, requestID: nil, body: Array(body.utf8))
        #expect(error.message.isEmpty)
    }

    struct Failure: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var functionError = "Unhandled"
        let payload: String
        var type: String?
        var message: String?
        var isTimeout = false
    }

    @Test(arguments: [
        Failure(
            testDescription: "an exception",
            payload: #"{"errorType":"ValueError","errorMessage":"bad","stackTrace":["x"]}"#,
            type: "ValueError", message: "bad"),
        Failure(
            testDescription: "an error the function reported", functionError: "Handled",
            payload: #"{"errorMessage":"bad"}"#, message: "bad"),
        Failure(
            testDescription: "a timeout",
            payload:
                #"{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: 1 Error: Task timed out after 3.00 seconds"}"#,
            type: "Sandbox.Timedout",
            message: "RequestId: 1 Error: Task timed out after 3.00 seconds", isTimeout: true),
        Failure(
            testDescription: "a timeout without a type",
            payload:
                #"{"errorMessage":"2024-01-01T00:00:00Z 1 Task timed out after 3.00 seconds"}"#,
            message: "2024-01-01T00:00:00Z 1 Task timed out after 3.00 seconds", isTimeout: true),
        Failure(
            testDescription: "the function's own words about a timeout",
            payload: #"{"errorType":"QueueError","errorMessage":"Task timed out after 5 s"}"#,
            type: "QueueError", message: "Task timed out after 5 s"),
        Failure(testDescription: "no JSON", payload: "oops"),
        Failure(testDescription: "nothing", payload: ""),
        Failure(testDescription: "other types", payload: #"{"errorType":1,"errorMessage":null}"#),
    ])
    func `A function's error is told apart from its timeout`(_ item: Failure) {
        let error = LambdaError(
            functionError: item.functionError, payload: Array(item.payload.utf8), requestID: "r")
        let failure = LambdaError.FunctionFailure(
            isHandled: item.functionError == "Handled", errorType: item.type,
            errorMessage: item.message)
        #expect(
            error.code == (item.isTimeout ? .functionTimedOut(failure) : .functionFailed(failure)))
        #expect(error.status == 200)
        #expect(!error.message.isEmpty)
    }
}
