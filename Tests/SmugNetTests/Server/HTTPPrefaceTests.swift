import SmugNet
import Testing

@Suite struct HTTPPrefaceTests {
    @Test(arguments: [
        ("G", HTTPPreface.Verdict.http1), ("P", .undecided), ("PR", .undecided), ("PO", .http1),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r", .undecided),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .http2),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nmore", .http2), ("PRI * HTTP/1.1\r\n", .http1),
        ("pri", .http1), ("", .undecided),
    ])
    func `the first bytes tell the protocol as soon as they can`(
        first: String, verdict: HTTPPreface.Verdict
    ) {
        #expect(HTTPPreface.judge(Array(first.utf8).span) == verdict)
    }
}
