/// A Swift file, split into what the compiler runs and what it only carries along.
///
/// Regular expression literals are not known here; the house does without them.
struct SwiftSource: Sendable {
    /// A string literal without interpolation, as written between its quotes.
    struct Literal: Hashable, Sendable {
        let value: String
        let line: Int
        /// Where its opening quote stands in `code`.
        let offset: Int
    }

    let path: String
    let text: String
    /// The text with every comment, string and quoted name blanked; offsets and lines are kept.
    let code: [UInt8]
    let literals: [Literal]
    private let lineStarts: [Int]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        var scanner = SwiftScanner(Array(text.utf8))
        scanner.scan()
        self.code = scanner.code
        let starts =
            [0]
            + scanner.code.indices.filter { scanner.code[$0] == UInt8(ascii: "\n") }
            .map { $0 + 1 }
        self.lineStarts = starts
        self.literals = scanner.literals.map { range in
            Literal(
                value: String(decoding: scanner.bytes[range.contents], as: UTF8.self),
                line: Self.line(of: range.start, in: starts), offset: range.start)
        }
    }

    var lineCount: Int { code.last == UInt8(ascii: "\n") ? lineStarts.count - 1 : lineStarts.count }

    func line(of offset: Int) -> Int { Self.line(of: offset, in: lineStarts) }

    /// Where the text occurs in code, not as the tail or head of a longer word.
    func offsets(of text: String) -> [Int] {
        let wanted = Array(text.utf8)
        guard let first = wanted.first, let last = wanted.last else { return [] }
        var found: [Int] = []
        var start = 0
        while let offset = code[start...].firstIndex(of: first), offset + wanted.count <= code.count
        {
            start = offset + 1
            let end = offset + wanted.count
            guard code[offset..<end].elementsEqual(wanted) else { continue }
            let opensInWord = first.isWord && offset > 0 && code[offset - 1].isWord
            let closesInWord = last.isWord && end < code.count && code[end].isWord
            if !opensInWord && !closesInWord { found.append(offset) }
        }
        return found
    }

    /// The word that starts at or after the offset, on the same line; dots belong to it.
    func name(after offset: Int) -> String {
        let start = code[offset...].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "`") }
        return String(
            decoding: start.prefix { $0.isWord || $0 == UInt8(ascii: ".") }, as: UTF8.self)
    }

    /// What stands before the offset on its line, without the white space at its end.
    func lead(before offset: Int) -> String {
        let start = lineStarts[line(of: offset) - 1]
        let text = String(decoding: code[start..<offset], as: UTF8.self)
        return String(text.reversed().drop(while: \.isWhitespace).reversed())
    }

    private static func line(of offset: Int, in starts: [Int]) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }
}

extension UInt8 {
    /// Whether the byte belongs to a name: a letter, a digit, an underscore, or not ASCII.
    var isWord: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...0xFF:
            true
        default: false
        }
    }
}
