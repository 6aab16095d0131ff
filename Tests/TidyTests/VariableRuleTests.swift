import Testing

@Suite struct VariableRuleTests {
    @Test func `every environment variable is documented, and every documented one exists`() throws
    {
        let repository = Repository.shared
        let document = try #require(repository.text(of: VariableRule.document))
        VariableRule.findings(in: repository.swift(under: "Sources/"), documented: document)
            .report()
    }

    private static let document = """
        | Variable | Says |
        |---|---|
        | `LOG_LEVEL` | how much to log, as `SMUG_NOT_THIS` |
        | `AWS_ENDPOINT_URL_S3` | where S3 is |
        """

    private func findings(_ text: String) -> [String] {
        let source = SwiftSource(path: "A.swift", text: text)
        return VariableRule.findings(in: [source], documented: Self.document)
            .map { "\($0.path):\($0.line)" }
    }

    @Test func `names and documents that agree pass`() {
        #expect(findings("[\"LOG_LEVEL\", \"AWS_ENDPOINT_URL_\", \"AWS_IAM\", \"LOG_\"]") == [])
    }

    @Test func `a variable without a row is found where it is named`() {
        let text =
            "let a = [\"LOG_LEVEL\", \"AWS_ENDPOINT_URL_S3\",\n \"SMUG_SECRET\", \"NO_COLOR\"]"
        #expect(findings(text) == ["A.swift:2", "A.swift:2"])
    }

    @Test func `a row without a variable is found in the document`() {
        #expect(findings("let a = \"AWS_ENDPOINT_URL_S3\"") == ["docs/environment.md:3"])
        #expect(
            findings("// \"LOG_LEVEL\"\nlet a = \"AWS_ENDPOINT_URL_S3\"") == [
                "docs/environment.md:3"
            ])
    }
}
