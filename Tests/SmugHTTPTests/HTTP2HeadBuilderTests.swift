import SmugHTTP
import Testing

@Suite struct HTTP2HeadBuilderTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let fields: [(String, String)]
        let expected: String
        var testDescription: String { name }

        init(_ name: String, _ fields: [(String, String)], _ expected: String) {
            self.name = name
            self.fields = fields
            self.expected = expected
        }
    }

    private static let get = [
        (":method", "GET"), (":scheme", "https"), (":authority", "a.example"), (":path", "/x?y=1"),
    ]

    private static func head(
        _ fields: [(String, String)], _ limits: HTTPLimits = HTTPLimits(), hasBody: Bool = false
    ) throws(HTTPParseError) -> HTTPRequestHead {
        var builder = HTTP2HeadBuilder(limits: limits)
        for (name, value) in fields {
            builder.add(Array(name.utf8).span, Array(value.utf8).span)
        }
        return try builder.finish(hasBody: hasBody)
    }

    @Test func `a head has method, path, query and authority, and tells functions the host`() throws
    {
        let head = try Self.head(Self.get + [("accept", "*/*")])
        #expect(head.method == .get)
        #expect(head.version == .http2)
        #expect(head.fields.string(head.target) == "/x?y=1")
        #expect(head.fields.string(head.path) == "/x")
        #expect(head.query.map(head.fields.string) == "y=1")
        #expect(head.authority.map(head.fields.string) == "a.example")
        #expect(head.fields.pairs.map { "\($0)=\($1)" } == ["host=a.example", "accept=*/*"])
        #expect(head.framing == .none)
    }

    @Test func `crumbs of cookies are one field`() throws {
        let head = try Self.head(
            Self.get + [("cookie", "a=1"), ("accept", "*/*"), ("cookie", "b=2; c=3")])
        #expect(head.fields["cookie"] == "a=1; b=2; c=3")
        #expect(head.fields.count == 3)
    }

    @Test func `a host that says the same as the authority is one host`() throws {
        for host in ["a.example", "A.Example"] {
            let head = try Self.head(Self.get + [("host", host)])
            #expect(head.fields.all("host").count == 1)
            #expect(head.fields["host"] == "a.example")
        }
        let alone = try Self.head([(":method", "GET"), (":path", "/"), ("host", "b")])
        #expect(alone.authority.map(alone.fields.string) == "b")
    }

    @Test func `a body has the length that is said, or none that is known`() throws {
        #expect(try Self.head(Self.get, hasBody: true).framing == .chunked)
        let length = ("content-length", "12")
        #expect(try Self.head(Self.get + [length], hasBody: true).framing == .length(12))
        let expectation = ("expect", "100-continue")
        #expect(try Self.head(Self.get + [expectation], hasBody: true).expectsContinue)
        #expect(try !Self.head(Self.get + [expectation]).expectsContinue)
    }

    @Test func `CONNECT has an authority alone`() throws {
        let head = try Self.head([(":method", "CONNECT"), (":authority", "a:443")])
        #expect(head.method == .connect)
        #expect(head.fields.string(head.target) == "a:443")
    }

    static let refusals: [Case] = [
        Case("no method", [(":path", "/"), (":authority", "a")], "invalid_method"),
        Case("an empty method", [(":method", "")] + get, "invalid_method"),
        Case("a method that is no token", [(":method", "G T")] + get, "invalid_method"),
        Case(
            "a method that is too long", [(":method", String(repeating: "M", count: 33))] + get,
            "method_too_long"),
        Case("no path", [(":method", "GET"), (":authority", "a")], "invalid_target"),
        Case("an empty path", get + [(":path", "")], "invalid_target"),
        Case("an absolute path", get + [(":path", "http://b/")], "invalid_target"),
        Case("a path with a space", get + [(":path", "/a b")], "malformed_request_line"),
        Case("a path with a fragment", get + [(":path", "/a#b")], "fragment_in_target"),
        Case("an asterisk for GET", get + [(":path", "*")], "invalid_target"),
        Case(
            "a path that is too long",
            get + [(":path", "/" + String(repeating: "a", count: 16_384))],
            "request_line_too_long"),
        Case("no host", [(":method", "GET"), (":path", "/")], "missing_host"),
        Case("another host", get + [("host", "b")], "duplicate_host"),
        Case("two hosts", [get[0], get[3], ("host", "b"), ("host", "b")], "duplicate_host"),
        Case("a host that is none", [get[0], get[3], (":authority", "a b")], "invalid_host"),
        Case("an unknown expectation", get + [("expect", "more")], "unknown_expectation"),
        Case("an upper-case name with a blank", get + [("a b", "c")], "invalid_field_name"),
        Case("an empty name", get + [("", "c")], "empty_field_name"),
        Case("a control in a value", get + [("a", "b\u{1}")], "invalid_field_value"),
        Case("a line end in a value", get + [("a", "b\r\nc: d")], "bare_carriage_return"),
        Case("a control in a cookie", get + [("cookie", "b\u{0}")], "invalid_field_value"),
        Case("a length that is none", get + [("content-length", "x")], "invalid_content_length"),
        Case(
            "two lengths", get + [("content-length", "1"), ("content-length", "1")],
            "duplicate_content_length"),
        Case(
            "a field that is too long", get + [("a", String(repeating: "b", count: 16_384))],
            "field_line_too_long"),
        Case(
            "too many fields", get + Array(repeating: ("a", "b"), count: 128), "too_many_fields"),
        Case(
            "too large a head",
            get + Array(repeating: ("a", String(repeating: "b", count: 1_200)), count: 60),
            "head_too_large"),
        Case(
            "too many cookies",
            get + Array(repeating: ("cookie", String(repeating: "b", count: 1_200)), count: 60),
            "head_too_large"),
    ]

    @Test(arguments: refusals)
    func `what HTTP/1.1 refuses is refused`(case: Case) {
        let error = #expect(throws: HTTPParseError.self) { _ = try Self.head(`case`.fields) }
        #expect(error?.code.rawValue == `case`.expected)
    }

    @Test func `limits hold at their number and not before`() throws {
        var limits = HTTPLimits()
        limits.maxFields = 2
        limits.maxFieldLineBytes = 16
        limits.maxRequestLineBytes = 6
        limits.maxBodyBytes = 9
        let length = ("content-length", "9")
        _ = try Self.head(Self.get + [("a", String(repeating: "b", count: 13))], limits)
        #expect(throws: HTTPParseError.self) {
            _ = try Self.head(Self.get + [("a", String(repeating: "b", count: 14))], limits)
        }
        _ = try Self.head(Self.get + [("a", "b")], limits)
        #expect(throws: HTTPParseError.self) {
            _ = try Self.head(Self.get + [("a", "b"), ("c", "d")], limits)
        }
        limits.maxFieldLineBytes = 100
        _ = try Self.head(Self.get + [length], limits, hasBody: true)
        limits.maxBodyBytes = 8
        #expect(throws: HTTPParseError.self) {
            _ = try Self.head(Self.get + [length], limits, hasBody: true)
        }
    }

    @Test func `what the frames' reader finds invalid is refused by what is wrong with it`() {
        for (name, code) in [("x-a", "invalid_field_value"), ("x a", "invalid_field_name")] {
            var builder = HTTP2HeadBuilder(limits: HTTPLimits())
            builder.addInvalid(Array(name.utf8).span)
            let error = #expect(throws: HTTPParseError.self) {
                _ = try builder.finish(hasBody: false)
            }
            #expect(error?.code.rawValue == code)
        }
    }
}
