import SmugHTTP
import Testing

@Suite struct HTTPRequestSerializerTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        var method = HTTPMethod.get
        var target = "/"
        var host = "a:80"
        var fields: [(String, String)] = []
        var framing = HTTPBodyFraming.none
        var keepAlive = true
        let expected: String

        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "plain", expected: "GET / HTTP/1.1\r\nhost: a:80\r\n\r\n"),
        Case(
            name: "with all", method: .put, target: "/a?b=%20", host: "[::1]:9",
            fields: [
                ("Host", "evil"), ("X", "1"), ("Content-Length", "9"), ("Expect", "100-continue"),
            ],
            framing: .length(3), keepAlive: false,
            expected: "PUT /a?b=%20 HTTP/1.1\r\nhost: [::1]:9\r\nx: 1\r\nexpect: 100-continue\r\n"
                + "content-length: 3\r\nconnection: close\r\n\r\n"),
        Case(
            name: "chunks", method: .post, framing: .chunked,
            expected: "POST / HTTP/1.1\r\nhost: a:80\r\ntransfer-encoding: chunked\r\n\r\n"),
        Case(
            name: "POST without a body", method: .post,
            expected: "POST / HTTP/1.1\r\nhost: a:80\r\ncontent-length: 0\r\n\r\n"),
        Case(
            name: "DELETE without a body", method: .delete,
            expected: "DELETE / HTTP/1.1\r\nhost: a:80\r\n\r\n"),
    ]

    @Test(arguments: cases)
    func `a head is written, and read back`(_ vector: Case) throws {
        var output: [UInt8] = []
        try HTTPRequestSerializer.appendHead(
            method: vector.method, target: vector.target, host: vector.host,
            fields: HTTPFields(vector.fields), framing: vector.framing,
            keepAlive: vector.keepAlive, to: &output)
        #expect(String(decoding: output, as: UTF8.self) == vector.expected)
        var parser = HTTPRequestParser()
        var offset = 0
        guard case .head(let head) = try parser.next(output.span, &offset) else {
            Issue.record("no head")
            return
        }
        #expect(head.method == vector.method)
        #expect(head.fields.string(head.target) == vector.target)
        #expect(head.authority.map(head.fields.string) == vector.host)
        #expect(head.keepAlive == vector.keepAlive)
    }

    @Test(arguments: [
        "", " ", "/a b", "/\r\nX: y", "/\n", "/\0", "/é", "/#f", "/\u{7F}",
    ])
    func `a target that would split the request is refused`(_ target: String) {
        var output: [UInt8] = []
        #expect(throws: HTTPRequestSerializer.Refusal.invalidTarget) {
            try HTTPRequestSerializer.appendHead(
                method: .get, target: target, host: "a", to: &output)
        }
        #expect(output.isEmpty)
    }

    @Test(arguments: ["", "a b", "a\r\nX: y", "a/b", "u@a", "a:x"])
    func `a host that would split the request is refused`(_ host: String) {
        var output: [UInt8] = []
        #expect(throws: HTTPRequestSerializer.Refusal.invalidHost) {
            try HTTPRequestSerializer.appendHead(method: .get, target: "/", host: host, to: &output)
        }
        #expect(output.isEmpty)
    }
}
