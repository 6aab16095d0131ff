import Testing

@Suite struct LengthRuleTests {
    @Test func `no file and no function is too long to read`() {
        Repository.shared.swift(under: "Sources/", "Tests/", "Examples/")
            .flatMap(LengthRule.findings).report()
    }

    @Test func `a file of more lines than the limit is found, one of the limit is not`() {
        let line = "let a = 1\n"
        let longest = String(repeating: line, count: LengthRule.maxFileLines)
        #expect(LengthRule.findings(in: SwiftSource(path: "A.swift", text: longest)) == [])
        let findings = LengthRule.findings(in: SwiftSource(path: "A.swift", text: longest + line))
        #expect(findings.map(\.line) == [LengthRule.maxFileLines + 1])
    }

    @Test func `a function of more lines than the limit is found, one of the limit is not`() {
        func function(lines: Int) -> SwiftSource {
            let body = String(repeating: "    work()\n", count: lines - 2)
            return SwiftSource(path: "A.swift", text: "\nfunc long() {\n\(body)}\n")
        }
        #expect(LengthRule.findings(in: function(lines: LengthRule.maxFunctionLines)) == [])
        let findings = LengthRule.findings(in: function(lines: LengthRule.maxFunctionLines + 1))
        #expect(findings.map(\.line) == [2])
    }

    @Test func `functions are measured from their name to their closing brace`() {
        let text = #"""
            protocol Shape {
                func area() -> Int
                init(side: Int)
                var corners: Int { get }
            }
            struct Square {
                /// Not a func here() { nor there.
                func `splits at { or }`<T>(
                    by body: (Int) -> Int = { $0 },
                    _ other: [T]
                ) async throws -> Int where
                    T: Sendable,
                    T: Hashable
                {
                    let text = "} \(["{": 1].count) {"
                    return text.count
                }
                init?(side: Int) { self.init(side) }
                subscript(index: Int) -> Int { index }
            }
            """#
        let functions = LengthRule.functions(in: SwiftSource(path: "A.swift", text: text))
        #expect(functions.map(\.line) == [8, 18, 19])
        #expect(functions.map(\.count) == [10, 1, 1])
    }
}
