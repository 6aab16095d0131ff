/// Builds the sections of an `INIDocument`, line by line.
struct INIParser {
    /// A key whose value may go on in the next lines.
    private struct OpenKey {
        let name: String
        let line: Int
        let indentation: Int
        var lines: [(number: Int, text: String)]
    }

    private(set) var sections: [INIDocument.Section] = []
    private var openKey: OpenKey?
    private var number = 0

    mutating func parse(_ bytes: [UInt8]) throws(INIError) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw INIError(line: 1, reason: "the file is not UTF-8")
        }
        for line in Self.lines(of: text) {
            number += 1
            try take(line)
        }
        try closeKey()
    }

    /// Splits at LF, CR LF and CR, after a byte order mark that editors may leave.
    private static func lines(of text: String) -> [Substring] {
        let scalars = text.unicodeScalars
        let content = Substring(scalars.dropFirst(scalars.first == "\u{FEFF}" ? 1 : 0))
        return content.split(omittingEmptySubsequences: false) {
            $0 == "\n" || $0 == "\r\n" || $0 == "\r"
        }
    }

    private mutating func take(_ line: Substring) throws(INIError) {
        let content = Self.trimmed(line)
        guard let first = content.first else {
            openKey?.lines.append((number, ""))
            return
        }
        guard first != "#", first != ";" else { return }
        let indentation = line.prefix(while: Self.isBlank).count
        if let key = openKey, indentation > key.indentation {
            openKey?.lines.append((number, String(content)))
            return
        }
        try closeKey()
        if first == "[", let end = content.lastIndex(of: "]") {
            try openSection(String(content[content.index(after: content.startIndex)..<end]))
        } else {
            try openKey(content, indentation: indentation)
        }
    }

    private mutating func openSection(_ name: String) throws(INIError) {
        guard !name.isEmpty else { throw error("the section has no name") }
        guard !sections.contains(where: { $0.name == name }) else {
            throw error("section [\(name)] stands twice: put its keys together")
        }
        sections.append(INIDocument.Section(name: name, values: [:]))
    }

    private mutating func openKey(_ content: Substring, indentation: Int) throws(INIError) {
        guard let section = sections.last else {
            throw error("a key before the first section: begin with [default]")
        }
        guard let separator = content.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
            throw error("neither a [section] nor a key = value")
        }
        let name = Self.trimmed(content[..<separator]).lowercased()
        guard !name.isEmpty else { throw error("the key before = is missing") }
        guard section.values[name] == nil else {
            throw error("\(name) stands twice in [\(section.name)]")
        }
        let value = Self.trimmed(content[content.index(after: separator)...])
        openKey = OpenKey(
            name: name, line: number, indentation: indentation, lines: [(number, String(value))])
        sections[sections.count - 1].values[name] = .text(String(value))
    }

    /// Enters the value of the open key, which its following lines belong to.
    private mutating func closeKey() throws(INIError) {
        guard let key = openKey else { return }
        openKey = nil
        let filled = key.lines.filter { !$0.text.isEmpty }
        guard key.lines.first?.text.isEmpty == true, !filled.isEmpty else {
            let last = key.lines.lastIndex { !$0.text.isEmpty } ?? 0
            let text = key.lines[...last].map(\.text).joined(separator: "\n")
            sections[sections.count - 1].values[key.name] = .text(text)
            return
        }
        var nested: [String: String] = [:]
        for line in filled {
            guard let separator = line.text.firstIndex(of: "=") else {
                throw INIError(
                    line: line.number, reason: "not a key = value of the nested \(key.name)")
            }
            let name = Self.trimmed(line.text[..<separator])
            nested[String(name)] = String(
                Self.trimmed(line.text[line.text.index(after: separator)...]))
        }
        sections[sections.count - 1].values[key.name] = .nested(nested)
    }

    private func error(_ reason: String) -> INIError { INIError(line: number, reason: reason) }

    private static func isBlank(_ character: Character) -> Bool {
        character == " " || character == "\t"
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop(while: \.isWhitespace)
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }
}
