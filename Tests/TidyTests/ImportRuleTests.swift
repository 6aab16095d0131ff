import Testing

@Suite struct ImportRuleTests {
    private static let manifest = SwiftSource(
        path: "Package.swift",
        text: """
            func library(_ name: String) -> Target { .target(name: name) }
            let layers = [library("SmugJSON"), library("SmugLoop", ["CUV"]), library("SmugNet")]
            let programs = [.executableTarget(name: "smug", dependencies: ["SmugNet"])]
            """)

    struct Case: CustomTestStringConvertible, Sendable {
        let path: String
        let text: String
        let isAllowed: Bool
        var testDescription: String { "\(path) with \(text.debugDescription)" }
    }

    @Test func `every import of the sources follows the layers`() throws {
        let repository = Repository.shared
        let manifest = try #require(repository.swift.first { $0.path == "Package.swift" })
        let rule = ImportRule(manifest: manifest)
        #expect(rule.order.first == "SmugJSON")
        #expect(rule.order.last == "smug" || rule.order.contains("smug"))
        repository.swift(under: "Sources/").flatMap(rule.findings).report()
    }

    @Test(arguments: [
        Case(path: "Sources/SmugNet/A.swift", text: "package import SmugJSON", isAllowed: true),
        Case(
            path: "Sources/SmugNet/A.swift", text: "import struct SmugJSON.Reader", isAllowed: true),
        Case(path: "Sources/SmugNet/A.swift", text: "// import Foundation", isAllowed: true),
        Case(path: "Sources/SmugNet/A.swift", text: "import Synchronization", isAllowed: true),
        Case(path: "Sources/SmugLoop/A.swift", text: "import CUV\nimport Glibc", isAllowed: true),
        Case(path: "Sources/smug/Main.swift", text: "import SmugNet", isAllowed: true),
        Case(path: "Sources/SmugJSON/A.swift", text: "import SmugNet", isAllowed: false),
        Case(path: "Sources/SmugJSON/A.swift", text: "import SmugJSON", isAllowed: false),
        Case(path: "Sources/SmugNet/A.swift", text: "internal import CUV", isAllowed: false),
        Case(path: "Sources/SmugNet/A.swift", text: "import Glibc", isAllowed: false),
        Case(path: "Sources/SmugNet/A.swift", text: "import Foundation", isAllowed: false),
        Case(
            path: "Sources/smug/Main.swift", text: "import FoundationEssentials", isAllowed: false),
        Case(path: "Sources/SmugNet/A.swift", text: "import Unknown", isAllowed: false),
    ])
    func `an import is judged by the layer of who imports`(case: Case) {
        let source = SwiftSource(path: `case`.path, text: `case`.text)
        let findings = ImportRule(manifest: Self.manifest).findings(in: source)
        #expect(findings.isEmpty == `case`.isAllowed, "\(findings)")
    }
}
