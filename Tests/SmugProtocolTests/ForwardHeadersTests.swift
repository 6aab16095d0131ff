import SmugHTTP
import SmugJSON
import Testing

@testable import SmugProtocol

@Suite struct ForwardHeadersTests {
    private func forwards(_ filter: ForwardHeaders, _ name: String) -> Bool {
        filter.forwards(Array(name.utf8).span)
    }

    @Test func `everything passes an empty filter`() {
        #expect(forwards(.all, "x-any"))
        #expect(forwards(.all, ""))
    }

    @Test func `an allow list passes its names only, in whatever case they were written`() {
        let filter = ForwardHeaders(allow: ["X-Tenant", "accept"], deny: [])
        #expect(forwards(filter, "x-tenant"))
        #expect(forwards(filter, "accept"))
        #expect(!forwards(filter, "accept-encoding"))
        #expect(!forwards(filter, "x-tenand"))
    }

    @Test func `a deny list beats an allow list`() {
        let filter = ForwardHeaders(allow: ["a", "b"], deny: ["B", "c"])
        #expect(forwards(filter, "a"))
        #expect(!forwards(filter, "b"))
        #expect(!forwards(filter, "c"))
        #expect(forwards(ForwardHeaders(allow: [], deny: ["b"]), "z"))
    }

    @Test func `names with the same signature are told apart`() {
        let filter = ForwardHeaders(allow: [], deny: ["axb"])
        #expect(
            NameSignature(Array("axb".utf8).span).bit == NameSignature(Array("ayb".utf8).span).bit)
        #expect(forwards(filter, "ayb"))
    }

    @Test func `an event holds what passes`() throws {
        let writer = ProxyEventWriter(
            routeKey: "GET /",
            forwardHeaders: ForwardHeaders(allow: [], deny: ["Cookie", "X-Secret"]))
        let request = try ParsedRequest(
            "GET / HTTP/1.1", "Host: a", "X-Secret: 1", "Cookie: a=1", "X-Open: 2")
        let event = try writer.tree(of: request.request())
        #expect(event["headers"] == ["host": "a", "x-open": "2"])
        #expect(event["cookies"] == nil)
    }
}
