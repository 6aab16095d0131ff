import SmugTelemetry
import Testing

@testable import SmugGateway

@Suite struct TraceSpanRequestTests {
    static let queries: [(query: String, told: String)] = [
        ("", ""), ("a=1", "a=1"), ("a=1&sig=2&b=3", "a=1&sig=REDACTED&b=3"),
        ("Signature=x", "Signature=REDACTED"), ("signature=x", "signature=x"),
        (
            "AWSAccessKeyId=1&X-Goog-Signature=2",
            "AWSAccessKeyId=REDACTED&X-Goog-Signature=REDACTED"
        ),
        ("&&a", "&&a"), ("sig", "sig=REDACTED"), ("a&", "a&"),
        ("X-Amz-Signature=f=1", "X-Amz-Signature=REDACTED"),
    ]

    @Test(arguments: queries)
    func `what gives access in a query is not told`(_ row: (query: String, told: String)) {
        let redacted = TraceSpan.redacted(Array(row.query.utf8)[...])
        #expect(String(decoding: redacted, as: UTF8.self) == row.told)
    }
}
