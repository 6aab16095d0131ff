import SmugHTTP
import Testing

@testable import SmugGateway

@Suite struct ForeignTraceTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let parent = "00-\(trace)-00f067aa0ba902b7-01"
    private static let xray = "1-67891233-abcdef012345678912345678"

    private func found(_ pairs: [(String, String)]) -> String? {
        let fields = HTTPFields(pairs)
        return ForeignTrace.id(in: fields).map { String(decoding: fields.bytes[$0], as: UTF8.self) }
    }

    static let parents: [(value: String, id: String?)] = [
        (parent, trace), ("cc-\(trace)-00f067aa0ba902b7-01", trace),
        ("cc-\(trace)-00f067aa0ba902b7-01-more", trace), ("\(parent)-more", nil),
        ("ff-\(trace)-00f067aa0ba902b7-01", nil), (String(parent.dropLast()), nil),
        (parent.uppercased(), nil),
        ("00-\(String(repeating: "0", count: 32))-00f067aa0ba902b7-01", nil),
        ("", nil), (String(repeating: "-", count: 55), nil), ("\(parent)x", nil),
    ]

    @Test(arguments: parents)
    func `an id of W3C's is taken where it is valid`(_ row: (value: String, id: String?)) {
        #expect(found([("traceparent", row.value)]) == row.id)
    }

    static let roots: [(value: String, id: String?)] = [
        ("Root=\(xray)", xray), ("Root=\(xray);Parent=53995c3f42cd8ad8;Sampled=1", xray),
        ("Self=1-67891234-12456789abcdef012345678;Root=\(xray)", xray),
        ("Sampled=1; Root=\(xray)", xray), ("Root=\(xray)0", nil), ("Root=\(xray.dropLast())", nil),
        ("root=\(xray)", nil), ("Root=2\(xray.dropFirst())", nil), ("", nil), (";;;;", nil),
    ]

    @Test(arguments: roots)
    func `an id of X-Ray's is taken where it is valid`(_ row: (value: String, id: String?)) {
        #expect(found([("x-amzn-trace-id", row.value)]) == row.id)
    }

    @Test func `W3C's goes before X-Ray's, and only while it is valid`() {
        let root = ("x-amzn-trace-id", "Root=\(Self.xray)")
        #expect(found([root, ("traceparent", Self.parent)]) == Self.trace)
        #expect(found([("traceparent", "00-x"), root]) == Self.xray)
        #expect(found([("host", "a")]) == nil)
    }
}
