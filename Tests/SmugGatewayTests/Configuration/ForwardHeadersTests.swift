import Testing

@testable import SmugGateway

@Suite struct ForwardHeadersTests {
    private func forwards(_ headers: ForwardHeaders, _ name: String) -> Bool {
        headers.forwards(Array(name.utf8)[...])
    }

    @Test func `without lists every header passes`() {
        let headers = ForwardHeaders()
        #expect(headers.isUnrestricted)
        #expect(forwards(headers, "x-a"))
    }

    @Test func `allowed headers pass and no other`() {
        let headers = ForwardHeaders(allow: ["x-a", "x-b"])
        #expect(!headers.isUnrestricted)
        #expect(forwards(headers, "x-a") && forwards(headers, "x-b"))
        #expect(!forwards(headers, "x-c") && !forwards(headers, "x-") && !forwards(headers, "x-aa"))
    }

    @Test func `a denied header never passes`() {
        let headers = ForwardHeaders(allow: ["x-a", "x-b"], deny: ["x-b", "x-c"])
        #expect(forwards(headers, "x-a"))
        #expect(!forwards(headers, "x-b") && !forwards(headers, "x-c"))
    }

    @Test func `names are read in any case`() throws {
        let manifest = try ManifestFixture.parse(
            ManifestFixture.top("ForwardHeaders: { Allow: [X-A], Deny: [X-b] }"))
        #expect(manifest.forwardHeaders == ForwardHeaders(allow: ["x-a"], deny: ["x-b"]))
    }
}
