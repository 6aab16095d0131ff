import SmugAWS
import SmugHTTP
import SmugJSON
import SmugNet
import Testing

@testable import SmugGateway

/// Compressed answers of a running gateway; clients that decode them are in the tests from outside.
@Suite struct GatewayCompressionTests {
    private typealias Fixture = RouteFixture

    private static let takesGzip = ("Accept-Encoding", "gzip")

    private static func texts(_ count: Int) -> FakeFunction {
        FakeFunction.answering(
            #""statusCode":200,"headers":{"content-type":"text/plain","etag":"\"a\""},"body":"\#(String(repeating: "a", count: count))""#
        )
    }

    @Test(arguments: [1024, 65_536, 65_537, 1_000_000])
    func `a whole answer has its new length, wherever it is compressed`(count: Int) throws {
        let manifest = Fixture.manifest([Fixture.path("/a")], top: ["Compression: on"])
        let recorder = try GatewayStage.run(manifest, Self.texts(count)) { stage in
            let answer = try await stage.get("/a", fields: [Self.takesGzip])
            #expect(answer.fields["content-encoding"] == "gzip")
            #expect(answer.fields["content-length"] == "\(answer.body.count)")
            #expect(answer.body.count < count / 10)
            #expect(answer.fields["etag"] == "W/\"a\"")
            #expect(answer.fields["vary"] == "Accept-Encoding")
            let plain = try await stage.get("/a")
            #expect(plain.body.count == count)
            #expect(plain.fields["content-encoding"] == nil)
            #expect(plain.fields["vary"] == "Accept-Encoding")
            let head = try await stage.send(.head, "/a", fields: [Self.takesGzip])
            #expect(head.fields["content-encoding"] == "gzip")
            #expect(head.fields["etag"] == "W/\"a\"")
            #expect(head.fields["content-length"] == nil)
            let plainHead = try await stage.send(.head, "/a")
            #expect(plainHead.fields["content-length"] == "\(count)")
        }
        let entries = recorder.entries("request")
        #expect(entries.map { $0["status"]?.int } == [200, 200, 200, 200])
        #expect((entries.first?["bytes"]?.int ?? .max) < count / 10)
    }

    @Test(arguments: [
        ("\"b\", W/\"a\"", "W/\"a\"", "Accept-Encoding"), ("\"a\"", "\"a\"", nil),
        ("W/\"aa\", *", "\"a\"", nil),
    ])
    func `what a client has is confirmed by the tag that it got it with`(
        has: String, tag: String, vary: String?
    ) throws {
        let manifest = Fixture.manifest([Fixture.path("/a")], top: ["Compression: on"])
        let function = FakeFunction.answering(
            #""statusCode":304,"headers":{"etag":"\"a\""}"#)
        try GatewayStage.run(manifest, function) { stage in
            let answer = try await stage.get(
                "/a", fields: [Self.takesGzip, ("If-None-Match", has)])
            #expect(answer.status == .notModified)
            #expect(answer.fields["etag"] == tag)
            #expect(answer.fields["vary"] == vary)
        }
    }

    @Test func `nothing is compressed unless it is said`() throws {
        let manifest = Fixture.manifest([
            Fixture.path("/a"), Fixture.path("/b", more: "compression: on"),
            Fixture.path("/c", more: "compression: { encodings: [zstd], types: [image/png] }"),
        ])
        try GatewayStage.run(manifest, Self.texts(5000)) { stage in
            let a = try await stage.get("/a", fields: [Self.takesGzip])
            #expect(a.fields["content-encoding"] == nil)
            #expect(a.fields["vary"] == nil)
            let b = try await stage.get("/b", fields: [Self.takesGzip])
            #expect(b.fields["content-encoding"] == "gzip")
            let c = try await stage.get("/c", fields: [("Accept-Encoding", "zstd, gzip")])
            #expect(c.fields["content-encoding"] == nil)
        }
    }

    @Test func `the gateway's own failures are compressed by the same rules, and small`() throws {
        let manifest = Fixture.manifest([Fixture.path("/a")], top: ["Compression: { MinBytes: 0 }"])
        try GatewayStage.run(manifest, .failing(.service)) { stage in
            let answer = try await stage.get("/a", fields: [Self.takesGzip])
            #expect(answer.status == .badGateway)
            #expect(answer.fields["content-type"] == "application/problem+json")
            #expect(answer.fields["vary"] == "Accept-Encoding")
        }
    }

    @Test func `a request with a body that is read in a task is answered the same`() throws {
        let manifest = Fixture.manifest(
            [Fixture.path("/a", "post")], top: ["Compression: on"])
        try GatewayStage.run(manifest, Self.texts(100_000)) { stage in
            let client = try await stage.connect()
            defer { client.close() }
            client.write(
                "POST /a HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
            )
            _ = try await client.read(until: "100 Continue\r\n\r\n")
            client.write("ab")
            let text = try await client.readToEnd()
            #expect(text.contains("content-encoding: gzip"))
        }
    }
}
