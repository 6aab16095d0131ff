import Testing

@testable import SmugTelemetry

@Suite struct XRayTraceHeaderTests {
    private static let root = "1-67891233-abcdef012345678912345678"
    private static let parent = "53995c3f42cd8ad8"

    private func parsed(_ text: String) -> XRayTraceHeader? {
        XRayTraceHeader(Array(text.utf8)[...])
    }

    struct Row: Sendable {
        let value: String
        var parent: String?
        var isSampled: Bool?
        var lineage = ""
    }

    static let valid: [Row] = [
        Row(value: "Root=\(root)"),
        Row(value: "Root=\(root);Parent=\(parent);Sampled=1", parent: parent, isSampled: true),
        Row(value: "Sampled=0; Parent=\(parent) ;Root=\(root)", parent: parent, isSampled: false),
        Row(value: "Root=\(root);Sampled=?"), Row(value: "Root=\(root);Sampled=yes"),
        Row(value: "Self=1-67891234-12456789abcdef012345678;Root=\(root);CalledFrom=app;x"),
        Row(value: "Root=\(root);Lineage=25:a1b2c3:7", lineage: "25:a1b2c3:7"),
        Row(value: "Root=\(root);Lineage=a=b"),
        Row(
            value: "Root=\(root);Lineage=\(String(repeating: "a", count: 256))",
            lineage: String(repeating: "a", count: 256)),
        Row(value: "Root=\(root);Lineage=\(String(repeating: "a", count: 257))"),
        Row(value: ";;Root=\(root);;"),
    ]

    @Test(arguments: valid) func `a valid one is read`(_ row: Row) throws {
        let header = try #require(parsed(row.value))
        #expect(header.traceID.description == "67891233abcdef012345678912345678")
        #expect(header.parent?.description == row.parent)
        #expect(header.isSampled == row.isSampled)
        #expect(String(decoding: header.lineage, as: UTF8.self) == row.lineage)
    }

    static let invalid = [
        "", ";", "Root", "Root=", "root=\(root)", "Root=2\(root.dropFirst())", "Root=\(root)0",
        "Root=\(root.dropLast())", "Root=\(root.uppercased())", "Root= \(root)",
        "Root=1-00000000-000000000000000000000000", "Root=\(root);Root=\(root)",
        "Root=\(root);Parent=", "Root=\(root);Parent=0000000000000000",
        "Root=\(root);Parent=\(parent)0", "Root=\(root);Parent=\(parent.uppercased())",
        "Root=\(root);Parent=\(parent);Parent=\(parent)", "Parent=\(parent);Sampled=1",
    ]

    @Test(arguments: invalid) func `what is none is none`(_ value: String) {
        #expect(parsed(value) == nil)
    }

    @Test(arguments: valid) func `what is written is read again`(_ row: Row) throws {
        let header = try #require(parsed(row.value))
        #expect(XRayTraceHeader(header.bytes[...]) == header)
    }

    @Test func `it is written as AWS writes it`() {
        let value = "Root=\(Self.root);Parent=\(Self.parent);Sampled=1;Lineage=25:a1b2c3:7"
        #expect(parsed(value).map { String(decoding: $0.bytes, as: UTF8.self) } == value)
    }
}
