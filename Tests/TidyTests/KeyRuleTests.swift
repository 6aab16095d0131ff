import Testing

@Suite struct KeyRuleTests {
    @Test func `every key of the manifest is documented, and every documented one exists`() throws {
        let repository = Repository.shared
        let document = try #require(repository.text(of: KeyRule.document))
        let sources = repository.swift(under: KeyRule.declarations)
        #expect(!sources.isEmpty, "the keys are declared elsewhere now: \(KeyRule.declarations)")
        KeyRule.findings(in: sources, documented: document).report()
    }

    private static let document = """
        | Key | Says |
        |---|---|
        | `ListenAddr` | where to listen |
        | `x-smug.maxWaitMs` | how long to wait, not `minutes` |
        | `header:<name>` | a value, not a key |
        """

    private func findings(_ text: String) -> [String] {
        let source = SwiftSource(path: "A.swift", text: text)
        return KeyRule.findings(in: [source], documented: Self.document)
            .map { "\($0.path):\($0.line)" }
    }

    @Test func `declarations and documents that agree pass`() {
        let text = """
            static let address = Key.required(
                "ListenAddr", .address, example: "127.0.0.1:80")
            static let wait = Key.defaulted("maxWaitMs", .integer, to: 5, "Some text")
            """
        #expect(findings(text) == [])
    }

    @Test func `a key without a row, and a row without a key, are found`() {
        #expect(
            findings("Key.required(\"ListenAddr\")\n_ = Key.optional(\"maxWait\")") == [
                "A.swift:2", "docs/configuration.md:4",
            ])
    }
}
