import Testing

@testable import SmugTelemetry

@Suite struct TraceParentTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let span = "00f067aa0ba902b7"
    private static let zeros = String(repeating: "0", count: 32)

    private func parsed(_ text: String) -> TraceParent? {
        TraceParent(Array(text.utf8).span)
    }

    static let valid: [(value: String, flags: UInt8)] = [
        ("00-\(trace)-\(span)-01", 1), ("00-\(trace)-\(span)-00", 0),
        ("00-\(trace)-\(span)-03", 3), ("00-\(trace)-\(span)-ff", 3),
        ("01-\(trace)-\(span)-01", 1), ("cc-\(trace)-\(span)-01-what-the-future-will-be", 1),
        ("fe-\(trace)-\(span)-02", 2), ("cc-\(trace)-\(span)-01-", 1),
    ]

    @Test(arguments: valid)
    func `a valid one is read`(_ row: (value: String, flags: UInt8)) throws {
        let parent = try #require(parsed(row.value))
        #expect(parent.traceID.description == Self.trace)
        #expect(parent.spanID.description == Self.span)
        #expect(parent.flags == row.flags)
        #expect(parent.isSampled == (row.flags & 1 == 1))
    }

    static let invalid: [String] = [
        "", "00", "00-\(trace)-\(span)-0", "00-\(trace)-\(span)-1", "00-\(trace)-\(span)-01-",
        "00-\(trace)-\(span)-01.", "00-\(trace)-\(span)-01-more", "cc-\(trace)-\(span)-01.more",
        "ff-\(trace)-\(span)-01", "0-\(trace)-\(span)-01", "000-\(trace)-\(span)-01",
        "0G-\(trace)-\(span)-01", "00-\(trace)-\(span)-0g", "00-\(zeros)-\(span)-01",
        "00-\(trace)-0000000000000000-01", "00-\(trace.uppercased())-\(span)-01",
        "00-\(trace)-\(span.uppercased())-01", "00-\(trace)-\(span)-0A", "0A-\(trace)-\(span)-01",
        "00_\(trace)-\(span)-01", "00-\(trace)_\(span)-01", "00-\(trace)-\(span)_01",
        "00-\(trace.dropLast())-\(span)-010", "00-\(trace)--\(span.dropFirst())-01",
        String(repeating: "-", count: 55), "  00-\(trace)-\(span)-01",
    ]

    @Test(arguments: invalid) func `what is none is none`(_ value: String) {
        #expect(parsed(value) == nil)
    }

    @Test func `every beginning of one is none`() {
        let whole = "00-\(Self.trace)-\(Self.span)-01"
        for count in 0..<whole.count { #expect(parsed(String(whole.prefix(count))) == nil) }
    }

    @Test(arguments: valid)
    func `what is written is read again`(_ row: (value: String, flags: UInt8)) throws {
        let parent = try #require(parsed(row.value))
        #expect(TraceParent(parent.bytes.span) == parent)
        #expect(parent.bytes.count == 55)
    }
}
