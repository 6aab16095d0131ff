import Testing

@Suite struct NameRuleTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let path: String
        let text: String
        let isAllowed: Bool
        var testDescription: String { "\(path) with \(text)" }
    }

    @Test func `every file is named after a type in it`() {
        Repository.shared.swift(under: "Sources/", "Tests/", "Examples/")
            .flatMap(NameRule.findings).report()
    }

    @Test(arguments: [
        Case(path: "a/Batch.swift", text: "package struct Batch {}", isAllowed: true),
        Case(path: "a/Batch+Key.swift", text: "extension Batch { struct Key {} }", isAllowed: true),
        Case(path: "a/Entry.swift", text: "extension Fields.Entry {}", isAllowed: true),
        Case(path: "a/Bytes+Text.swift", text: "extension [UInt8] {}", isAllowed: true),
        Case(path: "a/main.swift", text: "func run() {}", isAllowed: true),
        Case(path: "a/Empty.swift", text: "// nothing yet", isAllowed: true),
        Case(path: "a/Batch.swift", text: "struct Window {} // struct Batch", isAllowed: false),
        Case(path: "a/Batch.swift", text: "func batch() {}", isAllowed: false),
        Case(path: "a/Helpers.swift", text: "enum Helpers {}", isAllowed: false),
        Case(path: "a/StringUtils.swift", text: "enum StringUtils {}", isAllowed: false),
    ])
    func `a name is judged by what the file declares`(case: Case) {
        let findings = NameRule.findings(in: SwiftSource(path: `case`.path, text: `case`.text))
        #expect(findings.isEmpty == `case`.isAllowed, "\(findings)")
    }
}
