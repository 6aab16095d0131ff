import Testing

@Suite struct RowRuleTests {
    @Test func `every row of the contract and every known weakness has a test`() {
        let tests = Repository.shared.files.filter { file in
            file.path.hasPrefix("Tests/") && !file.path.hasPrefix("Tests/TidyTests/")
                && (file.path.hasSuffix(".swift") || file.path.hasSuffix(".py"))
        }
        #expect(tests.count > 100)
        RowRule.findings(rows: RowRule.rows, citations: RowRule.citations(in: tests)).report()
    }

    private static let swift = """
        /// W-1 in a comment does not count.
        @Test func `W-2, X-3a one and another`() {}
        @Test(arguments: [Named("X-14 one", 1), Named("PX-5 W-6x7 W-a", 2)]) func a() {}
        """
    private static let python = """
        # W-7 in a comment does not count
        def test_X_8_one(gateway):
            pass
        CASES = {"X-9 W-10 a case": 1}
        """

    @Test func `names of tests and of their cases name rows, comments do not`() {
        let files = [
            Repository.File(path: "A.swift", text: Self.swift),
            Repository.File(path: "a.py", text: Self.python),
        ]
        let citations = RowRule.citations(in: files)
        #expect(citations.keys.sorted() == ["W-10", "W-2", "X-14", "X-3a", "X-8", "X-9"])
        #expect(citations["X-8"] == ["a.py"])
    }

    @Test func `a row without a test, an awaited one with a test, and an unknown one are found`() {
        let rows = [
            RowRule.Row("W-1", "one"), RowRule.Row("W-2", "two"),
            RowRule.Row("W-3", "three", awaited: "a reason"),
            RowRule.Row("W-4", "four", awaited: "a reason"),
        ]
        let findings = RowRule.findings(
            rows: rows, citations: ["W-2": ["a"], "W-4": ["a"], "X-9": ["a"]])
        #expect(
            findings.map(\.what) == [
                "no test names W-1: one", "W-4 is awaited, and tested in a", "there is no row X-9",
            ])
    }
}
