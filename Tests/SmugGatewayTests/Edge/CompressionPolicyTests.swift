import SmugCompression
import SmugHTTP
import SmugNet
import Testing

@testable import SmugGateway

/// Which answers are compressed.
@Suite struct CompressionPolicyTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        var method = "GET"
        var accepts: [String] = ["gzip"]
        var cacheControl = "max-age=0"
        var status = HTTPStatus.ok
        var fields = [("content-type", "application/json")]
        var more: [(String, String)] = []
        var count = 1024
        var isStream = false
        var coding: ContentCoding? = .gzip
        var vary: String? = "Accept-Encoding"
        var testDescription: String { name }
    }

    private static func left(
        _ name: String, status: HTTPStatus = .ok,
        _ fields: [(String, String)] = [("content-type", "application/json")],
        more: [(String, String)] = [], count: Int = 1024
    ) -> Case {
        Case(
            name: name, status: status, fields: fields, more: more, count: count, coding: nil,
            vary: nil)
    }

    static let cases: [Case] = [
        Case(name: "text of some size"),
        Case(name: "another status", status: .notFound),
        Case(
            name: "a type with parameters", fields: [("content-type", "Text/HTML ; charset=utf-8")]),
        Case(name: "a family", fields: [("content-type", "application/problem+json")]),
        Case(name: "the one it likes best", accepts: ["gzip", "zstd"], coding: .zstd),
        Case(name: "none that it takes", accepts: ["br"], coding: nil),
        Case(name: "nothing said", accepts: [], coding: nil),
        Case(
            name: "the client wants no change", cacheControl: "no-cache, No-Transform", coding: nil),
        Case(
            name: "likewise in parts", cacheControl: "no-transform", count: 0, isStream: true,
            coding: nil),
        Case(name: "parts of any size", count: 0, isStream: true),
        Case(name: "HEAD without GET's body", method: "HEAD", count: 0, coding: nil),
        Case(
            name: "HEAD without GET's body, of what is never compressed", method: "HEAD",
            fields: [("content-type", "image/png")], count: 0, coding: nil, vary: nil),
        Case(name: "it varies by more", more: [("vary", "origin")], vary: "origin"),
        Case(name: "it varies by it", more: [("vary", "accept-encoding")], vary: "accept-encoding"),
        Case(name: "it varies by all", more: [("vary", "*")], vary: "*"),
        Case(name: "changes are welcome", more: [("cache-control", "public, max-age=1")]),
        left("a small one", count: 1023),
        left("without a type", []),
        left("an image", [("content-type", "image/png")]),
        left("no family", [("content-type", "application/+json")]),
        left("a coding", more: [("content-encoding", "br")]),
        left("a part", status: HTTPStatus(code: 206) ?? .ok),
        left("a part by its range", more: [("content-range", "bytes 0-1/2")]),
        left("no change", more: [("cache-control", "public, No-Transform")]),
        left("a digest", more: [("content-digest", "sha-256=:x:")]),
        left("another digest", more: [("repr-digest", "sha-256=:x:")]),
        left("an old digest", more: [("digest", "x")]),
        left("a sum", more: [("content-md5", "x")]),
        left("no body", status: .notModified),
        left("no content", status: .noContent),
    ]

    @Test(arguments: cases)
    func `what is text, and nobody forbids it, is compressed for who takes it`(_ row: Case) throws {
        let lines =
            ["\(row.method) / HTTP/1.1", "Host: a", "Cache-Control: \(row.cacheControl)"]
            + row.accepts.map { "Accept-Encoding: \($0)" }
        var parser = HTTPRequestParser()
        var offset = 0
        let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        guard case .head(let head) = try parser.next(bytes.span, &offset) else { return }
        var response = HTTPResponse(
            row.status, fields: HTTPFields(row.fields + row.more),
            body: [UInt8](repeating: 0, count: row.count))
        let coding = CompressionPolicy.standard.coding(
            for: &response, to: head, isStream: row.isStream)
        #expect(coding == row.coding)
        #expect(response.fields["vary"] == row.vary)
        let before = HTTPFields(row.more)["content-encoding"]
        #expect(response.fields["content-encoding"] == before)
    }

    private static func response(_ body: [UInt8], _ fields: [(String, String)]) -> HTTPResponse {
        HTTPResponse(.ok, fields: HTTPFields(fields), body: body)
    }

    @Test(arguments: [("\"a\"", "W/\"a\""), ("W/\"a\"", "W/\"a\""), ("odd", "odd")])
    func `a body that is compressed says so, and has another tag`(tag: String, wanted: String) {
        let body = Array(String(repeating: "text ", count: 1000).utf8)
        let response = Self.response(body, [("etag", tag), ("accept-ranges", "bytes")])
            .encoded(.gzip)
        #expect(response.fields["content-encoding"] == "gzip")
        #expect(response.all("etag") == [wanted])
        #expect(response.fields["accept-ranges"] == nil)
        #expect(response.body.starts(with: [0x1F, 0x8B]))
        #expect(response.body.count < 200)
    }

    @Test func `a body that grows stays as it is`() {
        let response = Self.response([1, 2, 3], [("etag", "\"a\"")]).encoded(.zstd)
        #expect(response.body == [1, 2, 3])
        #expect(response.fields["content-encoding"] == nil)
        #expect(response.fields["etag"] == "\"a\"")
    }

    @Test(arguments: [
        (
            "text/*", ["text/html", "TEXT/x; a=b"],
            ["text/", "text", "xtext/a", "application/text"]
        ),
        (
            "application/*+json", ["application/a+json", "application/a+JSON ;x"],
            ["application/+json", "application/json"]
        ),
        ("Image/SVG+xml", ["image/svg+xml"], ["image/svg", "image/svg+xmlx"]),
    ])
    func `a pattern has its types`(text: String, types: [String], others: [String]) throws {
        let pattern = try MediaTypePattern(parsing: text)
        for type in types { #expect(pattern.matches(Array(type.utf8)[...]), "\(type)") }
        for type in others { #expect(!pattern.matches(Array(type.utf8)[...]), "\(type)") }
    }

    @Test(arguments: [
        "", "text", "*/*", "*", "text/", "/html", "text/a*", "text/*json", "text/*+", "a b/c",
        "a/b/c", "a/b; c=d",
    ])
    func `what is no type is no pattern`(text: String) {
        #expect(throws: TextFault.self) { try MediaTypePattern(parsing: text) }
    }
}
