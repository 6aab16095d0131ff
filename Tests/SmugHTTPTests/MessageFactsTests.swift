import SmugHTTP
import Testing

@Suite struct MessageFactsTests {
    static let refusals: [Refusal] = [
        .fields("an empty length", "Content-Length:\r\n", .invalidContentLength),
        .fields("a length with a plus", "Content-Length: +5\r\n", .invalidContentLength),
        .fields("a negative length", "Content-Length: -5\r\n", .invalidContentLength),
        .fields("a length with a space", "Content-Length: 5 5\r\n", .invalidContentLength),
        .fields("a hexadecimal length", "Content-Length: 0x5\r\n", .invalidContentLength),
        .fields("a length with letters", "Content-Length: 5a\r\n", .invalidContentLength),
        .fields("a length with a point", "Content-Length: 5.0\r\n", .invalidContentLength),
        .fields("a list of equal lengths", "Content-Length: 5, 5\r\n", .invalidContentLength),
        .fields("a list of lengths", "Content-Length: 5,6\r\n", .invalidContentLength),
        .fields(
            "a length that overflows by one", "Content-Length: 9223372036854775808\r\n",
            .invalidContentLength),
        .fields(
            "a length that overflows by far",
            "Content-Length: \(String(repeating: "9", count: 200))\r\n", .invalidContentLength),
        .fields(
            "equal lengths", "Content-Length: 5\r\nContent-Length: 5\r\n", .duplicateContentLength),
        .fields(
            "different lengths", "Content-Length: 5\r\ncontent-length: 6\r\n",
            .duplicateContentLength),
        .fields(
            "length, then chunked", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
            .ambiguousLength),
        .fields(
            "chunked, then length", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
            .ambiguousLength),
        .fields(
            "length and an unknown coding", "Content-Length: 5\r\nTransfer-Encoding: xchunked\r\n",
            .ambiguousLength),
        Refusal(
            "a coding in HTTP/1.0",
            "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
            .transferEncodingInHTTP10),
        .fields("an unknown expectation", "Expect: 200-ok\r\n", .unknownExpectation),
        .fields("an empty expectation", "Expect:\r\n", .unknownExpectation),
        .fields(
            "a known and an unknown one", "Expect: 100-continue\r\nExpect: more\r\n",
            .unknownExpectation),
    ]

    @Test(arguments: refusals)
    func `what two parties could read differently is refused`(_ refusal: Refusal) {
        refusal.check()
    }

    @Test func `a length may have leading zeros and be as large as an integer`() {
        let zeros = RequestTrace("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 0003\r\n\r\nabc")
        #expect(zeros.messages.first?.facts == "length(3) at a")
        #expect(zeros.messages.first?.isComplete == true)
        let huge = RequestTrace(
            "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 9223372036854775807\r\n\r\nabc")
        #expect(huge.messages.first?.facts == "length(9223372036854775807) at a")
        #expect(huge.messages.first?.isComplete == false)
    }

    struct Connection: CustomTestStringConvertible, Sendable {
        let version: String
        let fields: String
        let keepsAlive: Bool

        var testDescription: String { "\(version) \(fields.debugDescription)" }
    }

    static let connections: [Connection] = [
        Connection(version: "1.1", fields: "", keepsAlive: true),
        Connection(version: "1.1", fields: "Connection: keep-alive\r\n", keepsAlive: true),
        Connection(version: "1.1", fields: "Connection: close\r\n", keepsAlive: false),
        Connection(version: "1.1", fields: "Connection: upgrade, CLOSE\r\n", keepsAlive: false),
        Connection(version: "1.1", fields: "Connection: ,, a ,Close ,\r\n", keepsAlive: false),
        Connection(version: "1.1", fields: "Connection: closed, xclose\r\n", keepsAlive: true),
        Connection(
            version: "1.1", fields: "Connection: keep-alive\r\nConnection: close\r\n",
            keepsAlive: false),
        Connection(version: "1.0", fields: "", keepsAlive: false),
        Connection(version: "1.0", fields: "Connection: x, Keep-Alive\r\n", keepsAlive: true),
        Connection(version: "1.0", fields: "Connection: keep-alive, close\r\n", keepsAlive: false),
    ]

    @Test(arguments: connections)
    func `connection options decide whether the connection lives on`(_ vector: Connection) {
        let trace = RequestTrace(
            "GET / HTTP/\(vector.version)\r\nHost: a\r\n\(vector.fields)\r\n")
        let expected = vector.keepsAlive ? "none at a" : "none at a close"
        #expect(trace.messages.first?.facts == expected)
    }

    struct Expectation: CustomTestStringConvertible, Sendable {
        let name: String
        let text: String
        let expects: Bool

        var testDescription: String { name }
    }

    static let expectations: [Expectation] = [
        Expectation(
            name: "with a body", text: "1.1\r\nExpect: 100-Continue\r\nContent-Length: 1",
            expects: true),
        Expectation(
            name: "with chunks", text: "1.1\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked",
            expects: true),
        Expectation(
            name: "with an empty body", text: "1.1\r\nExpect: 100-continue\r\nContent-Length: 0",
            expects: false),
        Expectation(name: "without a body", text: "1.1\r\nExpect: 100-continue", expects: false),
        Expectation(
            name: "in HTTP/1.0", text: "1.0\r\nExpect: 100-continue\r\nContent-Length: 1",
            expects: false),
    ]

    @Test(arguments: expectations)
    func `a client waits for 100 only where it can be meant`(_ vector: Expectation) {
        let trace = RequestTrace("PUT / HTTP/\(vector.text)\r\nHost: a\r\n\r\n")
        #expect(trace.error == nil)
        #expect(trace.messages.first?.facts.contains("expects") == vector.expects)
    }
}
