import SmugCompression
import Testing

/// RFC 9110, section 12.5.3.
@Suite struct AcceptEncodingTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let lines: [String]
        let coding: ContentCoding?
        var testDescription: String { lines.isEmpty ? "no line" : lines.joined(separator: " | ") }

        init(_ lines: String..., coding: ContentCoding?) {
            self.lines = lines
            self.coding = coding
        }
    }

    @Test(arguments: [
        Case(coding: nil),
        Case("", coding: nil),
        Case("gzip", coding: .gzip),
        Case("GZip", coding: .gzip),
        Case("x-gzip", coding: .gzip),
        Case("br, deflate", coding: nil),
        Case("gzip, deflate, br, zstd", coding: .zstd),
        Case("gzip;q=1.0, zstd;q=0.5", coding: .gzip),
        Case("gzip;q=0.5,zstd;q=0.5", coding: .zstd),
        Case("gzip ; Q=0.501 , zstd;q=0.5", coding: .gzip),
        Case("gzip;q=0", coding: nil),
        Case("gzip;q=0.000", coding: nil),
        Case("gzip;q=0.001", coding: .gzip),
        Case("*", coding: .zstd),
        Case("*;q=0", coding: nil),
        Case("zstd;q=0, *", coding: .gzip),
        Case("gzip, *;q=0", coding: .gzip),
        Case("identity", coding: nil),
        Case("identity;q=0", coding: nil),
        Case("identity, gzip;q=0.5", coding: nil),
        Case("identity;q=0.5, gzip", coding: .gzip),
        Case("identity;q=0.5, gzip;q=0.5", coding: .gzip),
        Case("gzip", "zstd", coding: .zstd),
        Case("gzip;q=2", coding: nil),
        Case("gzip;q=1.001", coding: nil),
        Case("gzip;q=1.000", coding: .gzip),
        Case("gzip;q=0.5555", coding: nil),
        Case("gzip;q=", coding: nil),
        Case("gzip;q=.5", coding: nil),
        Case("gzip;q=0x1", coding: nil),
        Case("gzip;q=-1", coding: nil),
        Case("gzip;level=9", coding: .gzip),
        Case(";q=1,,  ,;", coding: nil),
        Case(String(repeating: "a,", count: 31) + "gzip", coding: .gzip),
    ])
    func `the coding is the one that the client likes best`(_ row: Case) {
        var accepted = AcceptEncoding()
        for line in row.lines { accepted.add(Array(line.utf8)[...]) }
        #expect(accepted.best(of: [.zstd, .gzip]) == row.coding)
    }

    @Test func `more elements than any client has are not looked at`() {
        var accepted = AcceptEncoding()
        let names = (0..<32).map { "c\($0)" }.joined(separator: ",")
        accepted.add(Array((names + ",gzip").utf8)[...])
        #expect(accepted.best(of: [.gzip]) == nil)
    }

    @Test func `where a client likes two as much, the gateway chooses`() {
        var accepted = AcceptEncoding()
        accepted.add(Array("zstd, gzip".utf8)[...])
        #expect(accepted.best(of: [.gzip, .zstd]) == .gzip)
        #expect(accepted.best(of: [.zstd]) == .zstd)
        #expect(accepted.best(of: []) == nil)
    }
}
