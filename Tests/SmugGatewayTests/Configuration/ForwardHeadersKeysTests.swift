import SmugProtocol
import Testing

@testable import SmugGateway

@Suite struct ForwardHeadersKeysTests {
    @Test func `names are read in any case`() throws {
        let manifest = try ManifestFixture.parse(
            ManifestFixture.top("ForwardHeaders: { Allow: [X-A], Deny: [X-b] }"))
        #expect(manifest.forwardHeaders == ForwardHeaders(allow: ["x-a"], deny: ["x-b"]))
        #expect(manifest.forwardHeaders.allowedNames == ["x-a"])
        #expect(manifest.forwardHeaders.deniedNames == ["x-b"])
    }
}
