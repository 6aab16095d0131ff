import SmugHTTP
import Testing

@testable import SmugTelemetry

@Suite struct BaggageTests {
    private func baggage(_ values: String...) -> String {
        let fields = HTTPFields(values.map { ("baggage", $0) })
        return String(decoding: Baggage(fields).bytes, as: UTF8.self)
    }

    static let values: [(value: String, baggage: String)] = [
        ("a=1", "a=1"), ("a=1,b=2", "a=1,b=2"), ("a = 1 , b=2", "a = 1,b=2"),
        ("a=1;p;q=2;r = 3", "a=1;p;q=2;r = 3"), ("a=", "a="), ("a=1=2", "a=1=2"), ("", ""),
        ("a", ""), ("=1", ""), ("a=1,b,c=3", "a=1,c=3"), ("a b=1,c=3", "c=3"), ("a=1 2", ""),
        ("a=\"1\"", ""), ("a=1\\", ""), ("a=1;", ""), ("a=1;p q", ""), ("a=\u{e9},b=2", "b=2"),
        ("a=%C3%A9", "a=%C3%A9"), ("é=1", ""), ("a(b)=1", ""),
    ]

    @Test(arguments: values)
    func `members are passed on but for those that are none`(
        _ row: (value: String, baggage: String)
    ) {
        #expect(baggage(row.value) == row.baggage)
    }

    @Test func `many fields are one list`() {
        #expect(baggage("a=1", "b=2") == "a=1,b=2")
    }

    @Test func `what is more than may be is left out from the end`() {
        let members = (0..<65).map { "k\($0)=1" }
        #expect(
            baggage(members.joined(separator: ",")) == members.prefix(64).joined(separator: ","))
        let half = "=" + String(repeating: "x", count: Baggage.maxBytes / 2 - 2)
        let last = "c" + half.dropLast()
        #expect(baggage("a\(half),\(last)").utf8.count == Baggage.maxBytes)
        #expect(baggage("a\(half),b\(half)") == "a\(half)")
    }
}
