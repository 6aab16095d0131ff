import SmugHTTP
import Testing

@testable import SmugAWS

@Suite struct LambdaInvocationTests {
    private func request(
        _ name: String = "hello", to url: String = "https://lambda.eu-west-1.amazonaws.com",
        _ change: (inout LambdaInvocation) -> Void = { _ in }
    ) throws -> AWSRequest {
        var invocation = LambdaInvocation(
            try FunctionIdentifier(name), payload: Array("{}".utf8))
        change(&invocation)
        return try invocation.request(to: try EndpointURL(url))
    }

    @Test func `A plain call has what Lambda needs and no more`() throws {
        let request = try request("hello:prod")
        #expect(request.method == .post)
        #expect(
            request.url
                == "https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/hello%3Aprod"
                + "/invocations")
        #expect(request.payload == Array("{}".utf8))
        #expect(
            request.fields.pairs.map { "\($0.name): \($0.value)" } == [
                "host: lambda.eu-west-1.amazonaws.com", "content-type: application/json",
                "x-amz-invocation-type: RequestResponse",
            ])
    }

    @Test func `Every option has its field`() throws {
        let request = try request {
            $0.kind = .event
            $0.wantsLogTail = true
            $0.clientContext = Array("{\"a\":1}".utf8)
            $0.tenantID = "tenant A/1"
            $0.qualifier = "$LATEST"
        }
        #expect(request.query == "Qualifier=%24LATEST")
        #expect(request.fields["x-amz-invocation-type"] == "Event")
        #expect(request.fields["x-amz-log-type"] == "Tail")
        #expect(request.fields["x-amz-client-context"] == "eyJhIjoxfQ==")
        #expect(request.fields["x-amz-tenant-id"] == "tenant A/1")
    }

    @Test func `A streaming call has the other path, behind the endpoint's own`() throws {
        let request = try request(to: "http://localhost:9000/dev") { $0.streams = true }
        #expect(
            request.path
                == "/dev/2021-11-15/functions/hello/response-streaming-invocations")
    }

    @Test(arguments: [
        " a", "a ", "", "a\r\nx: y", "a,b", "\u{E9}", String(repeating: "a", count: 257),
    ])
    func `A tenant that a field would change is refused`(tenant: String) {
        let error = #expect(throws: LambdaError.self) {
            _ = try request { $0.tenantID = tenant }
        }
        #expect(error?.code == .invalidRequest)
        #expect(error?.couldHaveRun == false)
    }

    @Test func `A client context has a limit`() throws {
        let limit = LambdaInvocation.maxClientContextBytes
        _ = try request { $0.clientContext = Array(repeating: 0x20, count: limit) }
        #expect(throws: LambdaError.self) {
            _ = try request { $0.clientContext = Array(repeating: 0x20, count: limit + 1) }
        }
    }
}
