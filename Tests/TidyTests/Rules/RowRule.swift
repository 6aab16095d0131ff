/// Each rule of the wire contract (W) and each weakness that this gateway must not have (X) is
/// named by a test.
///
/// A test names a row in its own name or in the name of one of its cases: `W-12`, in Python also
/// `W_12`. A comment does not count, for nothing runs it.
enum RowRule {
    struct Row: Sendable {
        let id: String
        let title: String
        /// Why no test can name it yet.
        var isAwaited: String?

        init(_ id: String, _ title: String, awaited: String? = nil) {
            self.id = id
            self.title = title
            isAwaited = awaited
        }
    }

    /// The rows that tests name, each with the files that do.
    static func citations(in tests: [Repository.File]) -> [String: Set<String>] {
        var citations: [String: Set<String>] = [:]
        for file in tests {
            for id in ids(in: file) { citations[id, default: []].insert(file.path) }
        }
        return citations
    }

    /// Judges the rows against what tests name.
    static func findings(rows: [Row], citations: [String: Set<String>]) -> [Finding] {
        let known = Set(rows.map(\.id))
        let missing = rows.compactMap { row -> Finding? in
            switch (row.isAwaited, citations[row.id]?.min()) {
            case (nil, nil):
                finding("no test names \(row.id): \(row.title)", "Write one, with the row's id")
            case (.some, .some(let path)):
                finding("\(row.id) is awaited, and tested in \(path)", "Take its reason out")
            default: nil
            }
        }
        let unknown = citations.keys.filter { !known.contains($0) }.sorted().map { id in
            finding("there is no row \(id)", "Correct it in \(citations[id]?.min() ?? "")")
        }
        return missing + unknown
    }

    private static func finding(_ what: String, _ remedy: String) -> Finding {
        Finding(
            path: "Tests/TidyTests/Rules/RowRule+Rows.swift", line: 1, what: what, remedy: remedy)
    }

    /// Ids in names of tests, which are words of the code, and in strings.
    private static func ids(in file: Repository.File) -> Set<String> {
        guard file.path.hasSuffix(".swift") else {
            let names = file.text.split(separator: "\n").filter(isName)
            return Set(names.flatMap { words(in: $0.utf8) })
        }
        let source = SwiftSource(path: file.path, text: file.text)
        return source.literals.reduce(into: words(in: source.code)) { ids, literal in
            ids.formUnion(words(in: literal.value.utf8))
        }
    }

    /// Whether a line of Python declares a test or holds a string.
    private static func isName(_ line: Substring) -> Bool {
        let line = line.drop { $0 == " " }
        return line.hasPrefix("def test_") || (!line.hasPrefix("#") && line.contains("\""))
    }

    private static func words(in bytes: some Sequence<UInt8>) -> Set<String> {
        let bytes = Array(bytes)
        var ids: Set<String> = []
        for start in bytes.indices.dropLast(2) {
            guard bytes[start] == UInt8(ascii: "W") || bytes[start] == UInt8(ascii: "X"),
                bytes[start + 1] == UInt8(ascii: "-") || bytes[start + 1] == UInt8(ascii: "_"),
                start == 0 || !bytes[start - 1].isLetterOrDigit
            else { continue }
            let number = bytes[(start + 2)...].prefix { $0.isLetterOrDigit }
            guard number.first?.isDigit == true, number.dropLast().allSatisfy(\.isDigit),
                number.last.map({ $0.isDigit || $0.isSmallLetter }) == true
            else { continue }
            let letter = String(UnicodeScalar(bytes[start]))
            ids.insert("\(letter)-\(String(decoding: number, as: UTF8.self))")
        }
        return ids
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    fileprivate var isSmallLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
    fileprivate var isLetterOrDigit: Bool {
        isDigit || isSmallLetter || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
    }
}
