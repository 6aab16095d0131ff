import SmugHTTP
import Testing

@Suite struct LineBufferTests {
    static let small: HTTPLimits = {
        var limits = HTTPLimits()
        limits.maxRequestLineBytes = 20
        limits.maxFieldLineBytes = 12
        limits.maxHeadBytes = 64
        limits.maxFields = 3
        return limits
    }()

    static let refusals: [Refusal] = [
        Refusal("a request line of 21", "GET /12345 HTTP/1.0..\r\n", .requestLineTooLong),
        Refusal(
            "a request line without end", String(repeating: "G", count: 40), .requestLineTooLong),
        Refusal("a field of 13", "GET / HTTP/1.0\r\nX: 1234567890\r\n", .fieldLineTooLong),
        Refusal(
            "a field without end", "GET / HTTP/1.0\r\n" + String(repeating: "x", count: 40),
            .fieldLineTooLong),
        Refusal(
            "four fields", "GET / HTTP/1.0\r\nA: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n\r\n",
            .tooManyFields),
        Refusal(
            "a head of 65",
            "GET /123456 HTTP/1.0\r\nA: 123456789\r\nB: 123456789\r\nC: 12345678\r\n\r\n",
            .headTooLarge),
    ]

    @Test(arguments: refusals)
    func `a limit holds, also while bytes arrive`(_ refusal: Refusal) {
        refusal.check(limits: Self.small)
    }

    @Test(arguments: [
        "GET /123456 HTTP/1.0\r\n\r\n",
        "GET / HTTP/1.0\r\nX: 123456789\r\n\r\n",
        "GET / HTTP/1.0\r\nA: 1\r\nB: 2\r\nC: 3\r\n\r\n",
        "GET /12345 HTTP/1.0\r\nA: 123456789\r\nB: 123456789\r\nC: 12345678\r\n\r\n",
    ])
    func `what just fits passes`(_ text: String) {
        let traces = RequestTrace.ofEveryWay(Array(text.utf8), limits: Self.small)
        #expect(traces.map(\.error) == [nil])
        #expect(traces.first?.messages.first?.isComplete == true)
    }

    @Test func `each message has the limits anew`() {
        let request = "GET / HTTP/1.0\r\nX: 123456789\r\n\r\n"
        let text = String(repeating: request, count: 9)
        let traces = RequestTrace.ofEveryWay(Array(text.utf8), limits: Self.small)
        #expect(traces.map(\.messages.count) == [9])
    }

    @Test func `senseless limits refuse and do not trap`() {
        var limits = HTTPLimits()
        limits.maxRequestLineBytes = -5
        #expect(RequestTrace("GET / HTTP/1.0\r\n\r\n", limits: limits).error == .requestLineTooLong)
        limits.maxRequestLineBytes = .max
        limits.maxFieldLineBytes = .max
        limits.maxHeadBytes = .max
        limits.maxFields = .max
        #expect(RequestTrace("GET / HTTP/1.0\r\nA: b\r\n\r\n", limits: limits).error == nil)
        limits.maxFields = 0
        #expect(
            RequestTrace("GET / HTTP/1.0\r\nA: b\r\n\r\n", limits: limits).error == .tooManyFields)
    }
}
