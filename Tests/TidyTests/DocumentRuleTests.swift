import Testing

@Suite struct DocumentRuleTests {
    private static let documents = Repository.shared.files.filter { $0.path.hasSuffix(".md") }

    @Test func `the README is a door`() throws {
        let readme = try #require(Self.documents.first { $0.path == "README.md" })
        DocumentRule.length(of: readme).report()
    }

    @Test func `every relative link leads somewhere`() {
        let exists = Repository.shared.exists
        Self.documents.flatMap { DocumentRule.links(in: $0, exists: exists) }.report()
    }

    @Test func `no file names a path of the machine it was written on`() {
        let places = ["/" + "home/", "/" + "Users/", Repository.shared.root + "/"]
        Repository.shared.files.flatMap { DocumentRule.machinePaths(in: $0, places: places) }
            .report()
    }

    @Test func `a README over the limit is found`() {
        func readme(_ lines: Int) -> Repository.File {
            Repository.File(path: "README.md", text: String(repeating: "a\n", count: lines))
        }
        #expect(DocumentRule.length(of: readme(DocumentRule.maxReadmeLines)) == [])
        #expect(DocumentRule.length(of: readme(DocumentRule.maxReadmeLines + 1)).count == 1)
    }

    @Test func `links are followed from the folder of their document`() {
        let text = """
            [a](b.md) [web](https://example.com) [here](#there) ![c](../pictures/c.png "title")
            `[code](nowhere)` [missing](missing.md#part)
            ```
            [fenced](nowhere.md)
            ```
            [outside](../../x)
            """
        let file = Repository.File(path: "docs/a.md", text: text)
        let findings = DocumentRule.links(in: file) {
            ["docs/b.md", "pictures/c.png"].contains($0)
        }
        #expect(findings.map(\.line) == [2, 6])
    }

    @Test func `a path of one machine is found`() {
        let file = Repository.File(path: "a.sh", text: "cd src\ncd /srv/me/smug/src\n")
        #expect(DocumentRule.machinePaths(in: file, places: ["/srv/me/"]).map(\.line) == [2])
    }
}
