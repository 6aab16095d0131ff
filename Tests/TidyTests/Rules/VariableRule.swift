/// Every environment variable that the program reads or sets stands in its document, and no other.
enum VariableRule {
    static let document = "docs/environment.md"
    /// Look like variables and are not.
    static let others: Set<String> = ["AWS_IAM", "AWS_PROXY"]

    private static let prefixes = [
        "SMUG_", "LPR_", "AWS_", "LOG_", "OTEL_", "LAMBDA_", "_LAMBDA_", "_X_AMZN_", "SSL_",
    ]
    private static let whole: Set<String> = ["NO_COLOR", "_HANDLER"]

    /// Judges the sources against the document's text.
    static func findings(in sources: [SwiftSource], documented document: String) -> [Finding] {
        let documented = MarkdownTable.names(in: document)
        var named: Set<String> = []
        var findings: [Finding] = []
        for source in sources {
            for literal in source.literals where isVariable(literal.value) {
                named.insert(literal.value)
                guard !isKnown(literal.value, in: documented) else { continue }
                findings.append(
                    Finding(
                        path: source.path, line: literal.line,
                        what: "the variable \(literal.value) is not documented",
                        remedy: "Give it a row in \(Self.document)"))
            }
        }
        for (name, line) in documented where !isNamed(name, by: named) {
            findings.append(
                Finding(
                    path: Self.document, line: line, what: "nothing in Sources names \(name)",
                    remedy: "Take the row out, or correct its name"))
        }
        return findings.sorted { ($0.path, $0.line) < ($1.path, $1.line) }
    }

    private static func isVariable(_ text: String) -> Bool {
        if whole.contains(text) { return true }
        guard !others.contains(text), let prefix = prefixes.first(where: text.hasPrefix) else {
            return false
        }
        return text.count > prefix.count
            && text.utf8.allSatisfy { $0 != UInt8(ascii: "-") && $0.isVariable }
    }

    /// A literal that ends in an underscore is the beginning of names that are put together.
    private static func isKnown(_ literal: String, in documented: [String: Int]) -> Bool {
        literal.hasSuffix("_")
            ? documented.keys.contains { $0.hasPrefix(literal) } : documented[literal] != nil
    }

    private static func isNamed(_ name: String, by literals: Set<String>) -> Bool {
        literals.contains(name) || literals.contains { $0.hasSuffix("_") && name.hasPrefix($0) }
    }
}

extension UInt8 {
    /// Capitals, digits and the underscore.
    fileprivate var isVariable: Bool {
        switch self {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
