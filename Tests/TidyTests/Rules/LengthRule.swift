/// Files and functions stay short enough to be read at once.
enum LengthRule {
    static let maxFileLines = 500
    static let maxFunctionLines = 70

    private static let opening: Set<UInt8> = [
        UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"),
    ]
    private static let closing: Set<UInt8> = [
        UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"),
    ]
    /// A word that can only begin another declaration: what stood before it had no body.
    private static let declares: Set<String> = [
        "func", "init", "deinit", "subscript", "var", "let", "case", "static", "mutating", "class",
        "struct", "enum", "actor", "extension", "protocol", "associatedtype", "typealias",
        "package",
        "public", "internal", "private", "fileprivate", "nonisolated", "override", "consuming",
        "borrowing",
    ]

    static func findings(in source: SwiftSource) -> [Finding] {
        var findings: [Finding] = []
        if source.lineCount > maxFileLines {
            findings.append(
                Finding(
                    path: source.path, line: source.lineCount,
                    what: "the file has \(source.lineCount) lines, the limit is \(maxFileLines)",
                    remedy: "Move its second idea into a file of its own"))
        }
        for (line, count) in functions(in: source) where count > maxFunctionLines {
            findings.append(
                Finding(
                    path: source.path, line: line,
                    what: "the function has \(count) lines, the limit is \(maxFunctionLines)",
                    remedy: "Name its steps and make each a function"))
        }
        return findings
    }

    /// Where each function with a body begins, and how many lines it takes to its closing brace.
    static func functions(in source: SwiftSource) -> [(line: Int, count: Int)] {
        let starts = ["func", "init", "deinit", "subscript"].flatMap(source.offsets(of:)).sorted()
        return starts.compactMap { start in
            guard !source.lead(before: start).hasSuffix("."),
                let end = end(ofFunctionAt: start, in: source)
            else { return nil }
            let line = source.line(of: start)
            return (line, source.line(of: end) - line + 1)
        }
    }

    /// The brace that closes the body, or nil for what has no body.
    private static func end(ofFunctionAt start: Int, in source: SwiftSource) -> Int? {
        let code = source.code
        var offset = start
        while offset < code.count, code[offset].isWord { offset += 1 }
        while offset < code.count {
            switch code[offset] {
            case UInt8(ascii: "{"): return match(at: offset, in: code)
            case UInt8(ascii: "}"), UInt8(ascii: ";"), UInt8(ascii: ")"): return nil
            case let byte where opening.contains(byte):
                guard let close = match(at: offset, in: code) else { return nil }
                offset = close + 1
            case UInt8(ascii: "\n"):
                offset += 1
                if declares.contains(firstWord(at: offset, in: source)) { return nil }
            default: offset += 1
            }
        }
        return nil
    }

    private static func firstWord(at offset: Int, in source: SwiftSource) -> String {
        guard offset < source.code.count else { return "" }
        return source.name(after: offset)
    }

    /// The bracket that closes the one at the offset.
    private static func match(at start: Int, in code: [UInt8]) -> Int? {
        var depth = 0
        for offset in start..<code.count {
            if opening.contains(code[offset]) { depth += 1 }
            if closing.contains(code[offset]) { depth -= 1 }
            if depth == 0 { return offset }
        }
        return nil
    }
}
