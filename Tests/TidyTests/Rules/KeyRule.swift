/// Every key of the manifest that the gateway declares stands in its document, and no other.
enum KeyRule {
    static let document = "docs/configuration.md"
    static let declarations = "Sources/SmugGateway/Configuration/"
    /// What a key is declared with; its name is the first argument.
    static let declaring = ["required(", "optional(", "defaulted(", "inherited("]

    /// Judges the declarations against the document's text.
    static func findings(in sources: [SwiftSource], documented document: String) -> [Finding] {
        let documented = MarkdownTable.names(in: document).filter { isKey($0.key) }
        let explained = Set(documented.keys.map(lastPart))
        var declared: Set<String> = []
        var findings: [Finding] = []
        for source in sources {
            for literal in source.literals where isDeclaration(literal, in: source) {
                declared.insert(literal.value)
                guard !explained.contains(literal.value) else { continue }
                findings.append(
                    Finding(
                        path: source.path, line: literal.line,
                        what: "the key \(literal.value) is not documented",
                        remedy: "Give it a row in \(Self.document)"))
            }
        }
        for (name, line) in documented where !declared.contains(lastPart(of: name)) {
            findings.append(
                Finding(
                    path: Self.document, line: line, what: "no key is called \(name)",
                    remedy: "Take the row out, or correct its name"))
        }
        return findings.sorted { ($0.path, $0.line) < ($1.path, $1.line) }
    }

    private static func isDeclaration(_ literal: SwiftSource.Literal, in source: SwiftSource)
        -> Bool
    {
        let before = source.code[..<literal.offset].reversed().drop { $0.isSpace }
        return declaring.contains { before.starts(with: $0.utf8.reversed()) }
    }

    /// Keys are words with dots between their levels; values, templates and placeholders are not.
    private static func isKey(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            part.first?.isLetter == true
                && part.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
        }
    }

    private static func lastPart(of name: String) -> String {
        name.split(separator: ".").last.map(String.init) ?? name
    }
}

extension UInt8 {
    fileprivate var isSpace: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\n") }
}
