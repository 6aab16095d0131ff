import Testing

@testable import SmugAWS

@Suite struct LambdaErrorTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let code: LambdaError.Code
        var status: Int?
        let couldHaveRun: Bool
        let isRetryable: Bool
    }

    private static let failure = LambdaError.FunctionFailure(
        isHandled: false, errorType: nil, errorMessage: nil)

    @Test(arguments: [
        Case(
            testDescription: "throttled",
            code: .throttled(reason: nil), couldHaveRun: false,
            isRetryable: true),
        Case(
            testDescription: "not found", code: .notFound, couldHaveRun: false, isRetryable: false),
        Case(
            testDescription: "too large", code: .payloadTooLarge, couldHaveRun: false,
            isRetryable: false),
        Case(testDescription: "not ready", code: .notReady, couldHaveRun: false, isRetryable: true),
        Case(testDescription: "conflict", code: .conflict, couldHaveRun: false, isRetryable: true),
        Case(
            testDescription: "denied", code: .accessDenied, couldHaveRun: false, isRetryable: false),
        Case(
            testDescription: "expired", code: .credentialsExpired, couldHaveRun: false,
            isRetryable: true),
        Case(
            testDescription: "invalid", code: .invalidRequest, couldHaveRun: false,
            isRetryable: false),
        Case(
            testDescription: "quota", code: .quotaExceeded, couldHaveRun: false, isRetryable: false),
        Case(
            testDescription: "misconfigured", code: .misconfigured, couldHaveRun: false,
            isRetryable: false),
        Case(testDescription: "service", code: .service, couldHaveRun: true, isRetryable: true),
        Case(
            testDescription: "function failed", code: .functionFailed(failure), couldHaveRun: true,
            isRetryable: false),
        Case(
            testDescription: "function timed out", code: .functionTimedOut(failure),
            couldHaveRun: true, isRetryable: false),
        Case(
            testDescription: "unknown 4xx", code: .unknown("X"), status: 418, couldHaveRun: false,
            isRetryable: false),
        Case(
            testDescription: "unknown 5xx", code: .unknown("X"), status: 599, couldHaveRun: true,
            isRetryable: true),
        Case(
            testDescription: "unknown without status", code: .unknown("X"), couldHaveRun: true,
            isRetryable: false),
        Case(
            testDescription: "no name", code: .transport(.nameNotResolved), couldHaveRun: false,
            isRetryable: true),
        Case(
            testDescription: "refused", code: .transport(.connectFailed), couldHaveRun: false,
            isRetryable: true),
        Case(
            testDescription: "connect timeout", code: .transport(.connectTimedOut),
            couldHaveRun: false, isRetryable: true),
        Case(
            testDescription: "TLS", code: .transport(.tlsFailed), couldHaveRun: false,
            isRetryable: false),
        Case(
            testDescription: "lost before sending",
            code: .transport(.connectionLost(requestSent: false)), couldHaveRun: false,
            isRetryable: true),
        Case(
            testDescription: "lost after sending",
            code: .transport(.connectionLost(requestSent: true)), couldHaveRun: true,
            isRetryable: true),
        Case(
            testDescription: "no answer in time", code: .transport(.responseTimedOut),
            couldHaveRun: true, isRetryable: true),
        Case(
            testDescription: "malformed", code: .transport(.malformedResponse), couldHaveRun: true,
            isRetryable: false),
        Case(
            testDescription: "cancelled", code: .transport(.cancelled(requestSent: true)),
            couldHaveRun: true, isRetryable: false),
    ])
    func `Each failure says whether it may have run and whether to try again`(_ item: Case) {
        let error = LambdaError(item.code, message: "", status: item.status)
        #expect(error.couldHaveRun == item.couldHaveRun)
        #expect(error.isRetryable == item.isRetryable)
    }

    @Test func `The description has everything for the log`() {
        let error = LambdaError(.notFound, message: "no", status: 404, requestID: "r-1")
        #expect(error.description == "notFound: no (HTTP 404, request r-1)")
        let refused = LambdaError(.transport(.connectFailed), message: "refused")
        #expect(refused.description == "connectFailed: refused")
        let failure = LambdaError.FunctionFailure(
            isHandled: true, errorType: "E", errorMessage: "m")
        let failed = LambdaError(.functionFailed(failure), message: "E: m", status: 200)
        #expect(failed.description == "functionFailed: E: m (HTTP 200)")
    }
}
