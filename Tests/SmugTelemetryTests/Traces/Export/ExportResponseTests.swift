import TestSupport
import Testing

@testable import SmugTelemetry

@Suite struct ExportResponseTests {
    /// `partial_success { rejected_spans: 300 error_message: "old" }`, and a field of the future.
    private static let partial: [UInt8] =
        [0x0A, 0x08, 0x08, 0xAC, 0x02, 0x12, 0x03] + Array("old".utf8) + [0x1D, 1, 2, 3, 4]

    @Test func `what a collector rejects is read`() {
        let response = ExportResponse(Self.partial, .protobuf)
        #expect(response.rejectedSpans == 300)
        #expect(response.message == "old")
        #expect(ExportResponse([], .protobuf) == ExportResponse())
    }

    static let documents: [(json: String, count: Int, message: String)] = [
        ("{}", 0, ""), ("{\"partialSuccess\":{}}", 0, ""),
        ("{\"partialSuccess\":{\"rejectedSpans\":\"3\",\"errorMessage\":\"old\"}}", 3, "old"),
        ("{\"partialSuccess\":{\"rejectedSpans\":3}}", 3, ""),
        ("{\"partialSuccess\":{\"rejectedSpans\":-3}}", 0, ""),
        ("{\"partialSuccess\":{\"rejectedSpans\":\"many\"}}", 0, ""),
        ("{\"partialSuccess\":[]}", 0, ""), ("<html>", 0, ""), ("", 0, ""),
    ]

    @Test(arguments: documents)
    func `the same in JSON`(_ row: (json: String, count: Int, message: String)) {
        let response = ExportResponse(Array(row.json.utf8), .json)
        #expect(response.rejectedSpans == row.count)
        #expect(response.message == row.message)
    }

    @Test func `an answer that is cut says nothing that it does not say whole`() {
        for count in 0..<Self.partial.count {
            let response = ExportResponse(Array(Self.partial.prefix(count)), .protobuf)
            #expect(response.rejectedSpans == 0 || response.rejectedSpans == 300)
        }
    }

    static let spoilt: [[UInt8]] = [
        [0], [0x02], [0x0B], [0x0A], [0x0A, 0x7F], [0x0F, 0],
        [0x0A] + [UInt8](repeating: 0xFF, count: 10),
        [0x0A] + [UInt8](repeating: 0xFF, count: 9) + [1],
        [0x0A, 0x0B, 0x08] + [UInt8](repeating: 0xFF, count: 9) + [2],
    ]

    @Test(arguments: spoilt) func `what is no message says nothing`(_ bytes: [UInt8]) {
        #expect(ExportResponse(bytes, .protobuf) == ExportResponse())
    }

    @Test func `more spans than numbers reach are as many as that`() {
        let bytes: [UInt8] = [0x0A, 0x0B, 0x08] + [UInt8](repeating: 0xFF, count: 9) + [1]
        #expect(ExportResponse(bytes, .protobuf).rejectedSpans == .max)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `whatever comes is read or not`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var bytes = Self.partial
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            bytes[index] = UInt8.random(in: 0...255, using: &random)
        }
        #expect(ExportResponse(bytes, .protobuf).rejectedSpans >= 0)
        #expect(ExportResponse(bytes, .json).rejectedSpans == 0)
    }
}
