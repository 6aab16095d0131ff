import SmugHTTP
import SmugJSON
import SmugNet
import Testing

@testable import SmugGateway

/// Section 7 of what the gateway promises: each fault's status, code and words.
@Suite struct GatewayFaultTests {
    /// What the parser says of a request without Host.
    private static let malformed: HTTPParseError = {
        var parser = HTTPRequestParser()
        var offset = 0
        do throws(HTTPParseError) {
            _ = try parser.next(Array("GET / HTTP/1.1\r\n\r\n".utf8).span, &offset)
        } catch {
            return error
        }
        preconditionFailure("a request without Host was taken")
    }()

    private static let rows: [Named<GatewayFault, (Int, Int?)>] = [
        Named("not_found", .notFound, (404, nil)),
        Named("bad_path", .badPath, (400, nil)),
        Named("not_a_proxy", .notAProxy, (501, nil)),
        Named("missing_tenant", .missingTenant, (400, nil)),
        Named("bad_tenant", .badTenant, (400, nil)),
        Named("method_not_allowed", .methodNotAllowed(allow: Array("GET, HEAD".utf8)), (405, nil)),
        Named("malformed_request", .malformed(malformed), (400, nil)),
        Named("request_timeout", .requestTimeout, (408, nil)),
        Named("body_too_large", .bodyTooLarge(limit: 7), (413, nil)),
        Named("event_too_large", .eventTooLarge(limit: 7), (413, nil)),
        Named("too_many_requests", .tooManyRequests, (429, 1)),
        Named("queue_full", .queueFull, (429, 1)),
        Named("overloaded", .overloaded, (429, 1)),
        Named("no_time_left", .noTimeLeft, (503, 1)),
        Named("too_many_keys", .tooManyKeys, (429, 1)),
        Named("draining", .draining, (503, 1)),
        Named("function_failed", .functionFailed, (502, nil)),
        Named("function_timed_out", .functionTimedOut, (504, nil)),
        Named("bad_answer", .badAnswer, (502, nil)),
        Named("missing_answer", .missingAnswer, (502, nil)),
        Named("function_error", .functionError(.notFound, message: Array("no".utf8)), (404, nil)),
        Named("stream_broken", .streamBroken, (502, nil)),
        Named("stream_idle", .streamIdle, (504, nil)),
        Named("stream_timed_out", .streamTimedOut, (504, nil)),
        Named("slow_reader", .slowReader, (408, nil)),
        Named("throttled", .throttled(retryAfter: nil), (503, 1)),
        Named("throttled", .throttled(retryAfter: 20), (503, 20)),
        Named("throttled", .throttled(retryAfter: 0), (503, 1)),
        Named("throttled", .throttled(retryAfter: 3601), (503, 3600)),
        Named("function_not_ready", .functionNotReady(retryAfter: nil), (503, 1)),
        Named("function_not_ready", .functionNotReady(retryAfter: 20), (503, 20)),
        Named("function_unavailable", .functionUnavailable, (502, nil)),
        Named("lambda_failed", .lambdaFailed(retryAfter: nil), (502, nil)),
        Named("lambda_failed", .lambdaFailed(retryAfter: 20), (502, 20)),
        Named("lambda_failed", .lambdaFailed(retryAfter: 3601), (502, 3600)),
        Named("timed_out", .timedOut, (504, nil)),
        Named("client_left", .clientLeft, (408, nil)),
        Named("internal_error", .internalError, (500, nil)),
    ]

    @Test(arguments: rows)
    func `X-11 a fault is a problem document`(_ row: Named<GatewayFault, (Int, Int?)>) throws {
        let fault = row.given
        #expect("\(fault.code)" == row.name)
        #expect(fault.status.code == row.wanted.0)
        #expect(fault.retryAfter == row.wanted.1)
        var response = ProblemDocument.response(to: fault, requestID: Array("r-\"1\"".utf8))
        try response.fields.append("x-request-id", "r-\"1\"")
        #expect(response.fields["retry-after"] == row.wanted.1.map { "\($0)" })
        #expect((response.fields["allow"] == "GET, HEAD") == (row.wanted.0 == 405))
        try response.expectProblem(row.wanted.0, row.name)
    }

    @Test(arguments: [
        Named("not HTTP", HTTPServerFault.malformed(malformed), GatewayFault.malformed(malformed)),
        Named("a slow head", .headTimeout, .requestTimeout),
        Named("a slow body", .bodyTimeout, .requestTimeout),
        Named("a large body", .bodyTooLarge(limit: 5), .bodyTooLarge(limit: 5)),
        Named("a client that left", .disconnected, .clientLeft),
        Named("no answer", .unanswered, .internalError),
    ])
    func `the server's faults are the gateway's`(_ row: Named<HTTPServerFault, GatewayFault>) {
        #expect(GatewayFault(row.given) == row.wanted)
    }
}
