import Testing

@Suite struct WordRuleTests {
    @Test func `the sources hold no banned construct`() {
        Repository.shared.swift(under: "Sources/").flatMap(WordRule.findings).report()
    }

    @Test func `nothing is left behind for later`() {
        Repository.shared.files.flatMap(WordRule.markers).report()
    }

    @Test func `each exception names a file that exists`() {
        for path in WordRule.allowed.keys { #expect(Repository.shared.exists(path), "\(path)") }
    }

    @Test(arguments: [
        "let a = try! b()", "let a = b as! C", "fatalError(\"no\")", "preconditionFailure()",
        "unowned(unsafe) let a: B", "Task.detached { }", "try await Task.sleep(for: .seconds(1))",
        "print(a)", "Swift.print(a)", "if a {sleep(1)}",
    ])
    func `a banned construct is found on its line`(text: String) {
        let findings = WordRule.findings(in: SwiftSource(path: "A.swift", text: "\n\(text)\n"))
        #expect(findings.map(\.line) == [2])
    }

    @Test(arguments: [
        "// print(a)", "let a = \"try! print(a)\"", "fingerprint(a)", "func print(_ a: B) {}",
        "loop.sleep(for: a)", "try await sleep(for: a)",
        "preconditionFailure(\"a window is open\")", "try a()", "a as? B",
    ])
    func `what only looks like it is let through`(text: String) {
        #expect(WordRule.findings(in: SwiftSource(path: "A.swift", text: text)) == [])
    }

    @Test(arguments: WordRule.markers)
    func `a marker is found in any text`(marker: String) {
        let file = Repository.File(path: "a.md", text: "one\n<!-- \(marker): two -->\n\(marker)S")
        #expect(WordRule.markers(in: file).map(\.line) == [2])
    }
}
