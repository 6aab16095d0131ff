import Testing

@Suite struct SwiftSourceTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let text: String
        let code: String
        var literals: [String] = []
        var testDescription: String { text.debugDescription }
    }

    @Test(arguments: [
        Case(text: "a // b \"c\"\nd", code: "a         \nd"),
        Case(text: "a /* b /* c */ d */ e", code: "a                   e"),
        Case(text: #"a("b c", "")"#, code: #"a("   ", "")"#, literals: ["b c", ""]),
        Case(text: #"a = "b \" c" + d"#, code: #"a = "      " + d"#, literals: [#"b \" c"#]),
        Case(
            text: ##"a = #"b " \ c"# + d"##, code: ##"a = #"       "# + d"##,
            literals: [#"b " \ c"#]),
        Case(text: #"a = "b\(c("d")) e" + f"#, code: #"a = "  (c(" "))  " + f"#, literals: ["d"]),
        Case(
            text: "a = \"\"\"\n  b \"c\" }\n  \"\"\" {", code: "a = \"\"\"\n         \n  \"\"\" {",
            literals: ["\n  b \"c\" }\n  "]),
        Case(text: "func `a {b}`() {", code: "func `a__b_`() {"),
        Case(text: "#if os(Linux) // x\n#endif", code: "#if os(Linux)     \n#endif"),
        Case(text: "a = \"never closed", code: "a = \"            ", literals: ["never closed"]),
    ])
    func `comments, strings and quoted names are blanked, and offsets stay`(case: Case) {
        let source = SwiftSource(path: "A.swift", text: `case`.text)
        #expect(String(decoding: source.code, as: UTF8.self) == `case`.code)
        #expect(source.code.count == `case`.text.utf8.count)
        #expect(source.literals.map(\.value) == `case`.literals)
    }

    @Test func `offsets are of whole words, and lines count from one`() {
        let source = SwiftSource(path: "A.swift", text: "init()\nreinit()\n.init() init")
        let offsets = source.offsets(of: "init")
        #expect(offsets == [0, 17, 24])
        #expect(offsets.map(source.line(of:)) == [1, 3, 3])
        #expect(source.lead(before: 17) == ".")
        #expect(source.lineCount == 3)
    }
}
