import SmugHTTP
import Testing

@testable import SmugTelemetry

@Suite struct TraceStateTests {
    private func state(_ values: String...) -> String {
        let fields = HTTPFields(values.map { ("tracestate", $0) })
        return String(decoding: TraceState(fields).bytes, as: UTF8.self)
    }

    static let values: [(value: String, state: String)] = [
        ("foo=1", "foo=1"), ("foo=1,bar=2", "foo=1,bar=2"), ("foo=1 , \t bar=2", "foo=1,bar=2"),
        ("foo=1,,bar=2,", "foo=1,bar=2"), ("", ""), (",", ""), ("foo@bar=1", "foo@bar=1"),
        ("0foo@bar=1", "0foo@bar=1"), ("0foo=1", ""), ("foo@0bar=1", ""), ("foo@bar@baz=1", ""),
        ("@bar=1", ""), ("foo@=1", ""), ("foo@@bar=1", ""), ("FOO=1", ""), ("foo.bar=1", ""),
        ("foo =1", ""), ("foo=1=2", ""), ("foo=", ""), ("=1", ""), ("foo", ""),
        ("foo=1,foo=2", ""), ("foo=1,foo=1", ""), ("f-_*/o=a b", "f-_*/o=a b"),
        ("foo=\u{e9}", ""), ("foo=1;bar=2", ""), ("foo=1;bar", "foo=1;bar"),
        ("\(String(repeating: "z", count: 256))=1", "\(String(repeating: "z", count: 256))=1"),
        ("\(String(repeating: "z", count: 257))=1", ""),
        ("\(String(repeating: "t", count: 241))@v=1", "\(String(repeating: "t", count: 241))@v=1"),
        ("\(String(repeating: "t", count: 242))@v=1", ""),
        ("t@\(String(repeating: "v", count: 14))=1", "t@\(String(repeating: "v", count: 14))=1"),
        ("t@\(String(repeating: "v", count: 15))=1", ""),
        ("a=\(String(repeating: "x", count: 256))", "a=\(String(repeating: "x", count: 256))"),
        ("a=\(String(repeating: "x", count: 257))", ""),
    ]

    @Test(arguments: values)
    func `a value is passed on, or all of it counts as absent`(
        _ row: (value: String, state: String)
    ) {
        #expect(state(row.value) == row.state)
    }

    @Test func `many fields are one list, in order`() {
        #expect(state("a=1,b=2", "", "c=3") == "a=1,b=2,c=3")
        #expect(state("a=1", "a=2") == "")
    }

    @Test func `as many members as may be are passed on, and one more makes it none`() {
        let members = (0..<33).map { "k\($0)=1" }
        let most = members.prefix(32).joined(separator: ",")
        #expect(state(most) == most)
        #expect(state(members.joined(separator: ",")) == "")
    }

    @Test func `what is too long loses its long members first, then its last ones`() {
        let long = "long=" + String(repeating: "x", count: 200)
        let short = (10..<21).map { "k\($0)=" + String(repeating: "y", count: 36) }
        let list = ([long] + short).joined(separator: ",")
        #expect(state(list) == short.joined(separator: ","))
        let many = (10..<30).map { "k\($0)=" + String(repeating: "y", count: 36) }
        let kept = state(many.joined(separator: ","))
        #expect(kept == many.prefix(12).joined(separator: ","))
        #expect(kept.utf8.count <= TraceState.maxBytes)
    }

    @Test func `exactly as long as may be loses nothing`() {
        let first = "a=" + String(repeating: "x", count: 254)
        let second = "b=" + String(repeating: "x", count: 253)
        #expect(state("\(first),\(second)").utf8.count == TraceState.maxBytes)
        #expect(state("\(first),\(second)x") == first)
    }
}
