import SmugAWS
import SmugHTTP
import Testing

@testable import SmugGateway

/// what clients are told of each way in which an invocation fails.
@Suite struct GatewayFaultLambdaTests {
    private static let failure = LambdaError.FunctionFailure(
        isHandled: false, errorType: "Runtime.ExitError", errorMessage: "secret")

    @Test(arguments: [
        Named(
            LambdaError.Code.throttled(retryAfterSeconds: 7, reason: "secret"),
            GatewayFault.throttled(retryAfter: 7)),
        Named(.throttled(retryAfterSeconds: nil, reason: nil), .throttled(retryAfter: nil)),
        Named(.notReady, .functionNotReady),
        Named(.conflict, .functionNotReady),
        Named(.payloadTooLarge, .eventTooLarge(limit: 6_291_456)),
        Named(.functionFailed(failure), .functionFailed),
        Named(.functionTimedOut(failure), .functionTimedOut),
        Named(.notFound, .functionUnavailable),
        Named(.accessDenied, .functionUnavailable),
        Named(.credentialsExpired, .functionUnavailable),
        Named(.invalidRequest, .functionUnavailable),
        Named(.quotaExceeded, .functionUnavailable),
        Named(.misconfigured, .functionUnavailable),
        Named(.service, .lambdaFailed),
        Named(.unknown("secret"), .lambdaFailed),
        Named(.transport(.responseTimedOut), .timedOut),
        Named(.transport(.nameNotResolved), .lambdaFailed),
        Named(.transport(.connectFailed), .lambdaFailed),
        Named(.transport(.connectTimedOut), .lambdaFailed),
        Named(.transport(.tlsFailed), .lambdaFailed),
        Named(.transport(.connectionLost(requestSent: true)), .lambdaFailed),
        Named(.transport(.malformedResponse), .lambdaFailed),
        Named(.transport(.cancelled(requestSent: true)), .lambdaFailed),
    ])
    func `each failure becomes`(_ row: Named<LambdaError.Code, GatewayFault>) {
        let fault = GatewayFault(LambdaError(row.given, message: "arn:aws:lambda secret"))
        #expect(fault == row.wanted)
        #expect(!fault.detail.contains("secret") && !fault.detail.contains("arn:"))
        if [429, 503].contains(fault.status.code) {
            #expect((fault.retryAfter ?? 0) >= 1)
        } else {
            #expect(fault.retryAfter == nil)
        }
    }

    @Test(arguments: [-5, 0, 1, 3600, 999_999_999])
    func `a time to wait is passed on where it is one`(seconds: Int) {
        let fault = GatewayFault(
            LambdaError(.throttled(retryAfterSeconds: seconds, reason: nil), message: ""))
        #expect((1...3600).contains(fault.retryAfter ?? 0))
    }
}

extension Named where Given == LambdaError.Code {
    init(_ given: Given, _ wanted: Wanted) {
        self.init("\(given)", given, wanted)
    }
}
