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
            LambdaError.Code.throttled(reason: "secret"), GatewayFault.throttled(retryAfter: nil)),
        Named(.notReady, .functionNotReady(retryAfter: nil)),
        Named(.conflict, .functionNotReady(retryAfter: nil)),
        Named(.payloadTooLarge, .eventTooLarge(limit: 6_291_456)),
        Named(.functionFailed(failure), .functionFailed),
        Named(.functionTimedOut(failure), .functionTimedOut),
        Named(.notFound, .functionUnavailable),
        Named(.accessDenied, .functionUnavailable),
        Named(.credentialsExpired, .functionUnavailable),
        Named(.invalidRequest, .functionUnavailable),
        Named(.quotaExceeded, .functionUnavailable),
        Named(.misconfigured, .functionUnavailable),
        Named(.service, .lambdaFailed(retryAfter: nil)),
        Named(.unknown("secret"), .lambdaFailed(retryAfter: nil)),
        Named(.transport(.responseTimedOut), .timedOut),
        Named(.transport(.nameNotResolved), .lambdaFailed(retryAfter: nil)),
        Named(.transport(.connectFailed), .lambdaFailed(retryAfter: nil)),
        Named(.transport(.connectTimedOut), .lambdaFailed(retryAfter: nil)),
        Named(.transport(.tlsFailed), .lambdaFailed(retryAfter: nil)),
        Named(.transport(.connectionLost(requestSent: true)), .lambdaFailed(retryAfter: nil)),
        Named(.transport(.malformedResponse), .lambdaFailed(retryAfter: nil)),
        Named(.transport(.cancelled(requestSent: true)), .lambdaFailed(retryAfter: nil)),
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

    @Test(arguments: [
        LambdaError.Code.throttled(reason: nil), .notReady, .conflict, .service, .unknown("secret"),
    ])
    func `a time to wait is passed on, within bounds, whatever has failed in Lambda`(
        code: LambdaError.Code
    ) {
        let wanted = [-5: 1, 0: 1, 1: 1, 7: 7, 3600: 3600, 999_999_999: 3600]
        for (given, wanted) in wanted {
            let error = LambdaError(code, message: "", retryAfterSeconds: given)
            #expect(GatewayFault(error).retryAfter == wanted)
        }
    }

    @Test func `no time to wait is passed on where another try cannot help`() {
        for code in [LambdaError.Code.misconfigured, .accessDenied, .notFound] {
            let error = LambdaError(code, message: "", retryAfterSeconds: 7)
            #expect(GatewayFault(error).retryAfter == nil)
        }
    }
}

extension Named where Given == LambdaError.Code {
    init(_ given: Given, _ wanted: Wanted) {
        self.init("\(given)", given, wanted)
    }
}
