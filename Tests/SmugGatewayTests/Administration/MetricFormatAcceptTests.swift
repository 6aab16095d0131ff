import SmugTelemetry
import Testing

@testable import SmugGateway

@Suite struct MetricFormatAcceptTests {
    static let prometheus =
        "application/openmetrics-text;version=1.0.0;q=0.5,"
        + "application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2"

    static let cases: [(accept: String, format: MetricFormat)] = [
        ("", .prometheus), ("*/*", .prometheus), ("text/html", .prometheus),
        (prometheus, .openMetrics), ("application/openmetrics-text", .openMetrics),
        ("APPLICATION/OpenMetrics-Text; Version=\"1.0.0\" ; q=1", .openMetrics),
        ("application/openmetrics-text; version=0.0.1", .prometheus),
        ("application/openmetrics-text;q=0", .prometheus),
        ("application/openmetrics-text;q=bad", .prometheus),
        ("text/plain, application/openmetrics-text", .prometheus),
        ("text/plain;q=0.4,application/openmetrics-text;q=0.5", .openMetrics),
        (",;,=;q", .prometheus),
    ]

    @Test(arguments: cases)
    func `the format is the one that is wanted most`(
        _ vector: (accept: String, format: MetricFormat)
    ) {
        #expect(MetricFormat(accept: vector.accept) == vector.format)
    }
}
