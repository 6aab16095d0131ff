/// Finds comments, strings and quoted names in Swift text, and blanks them.
struct SwiftScanner {
    let bytes: [UInt8]
    private(set) var code: [UInt8]
    /// Every literal without interpolation: where its first quote stands, and what it holds.
    private(set) var literals: [(start: Int, contents: Range<Int>)] = []
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        self.code = bytes
    }

    mutating func scan() {
        while position < bytes.count { scanCode() }
    }

    /// Reads code; as the inside of an interpolation it ends after the parenthesis that closes it.
    private mutating func scanCode(isInterpolation: Bool = false) {
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "/") where sees("//"): blankLine()
            case UInt8(ascii: "/") where sees("/*"): blankBlockComment()
            case UInt8(ascii: "`"): blankQuotedName()
            case UInt8(ascii: "\""): scanString(hashes: 0)
            case UInt8(ascii: "#"): scanHashes()
            case UInt8(ascii: "("):
                depth += 1
                position += 1
            case UInt8(ascii: ")"):
                depth -= 1
                position += 1
                if isInterpolation && depth == 0 { return }
            default: position += 1
            }
        }
    }

    private mutating func scanHashes() {
        let start = position
        while position < bytes.count, bytes[position] == UInt8(ascii: "#") { position += 1 }
        if sees("\"") { scanString(hashes: position - start) }
    }

    private mutating func scanString(hashes: Int) {
        let start = position
        let quote = sees("\"\"\"") ? 3 : 1
        position += quote
        let contents = position
        let end = [UInt8](repeating: UInt8(ascii: "\""), count: quote) + Self.hashes(hashes)
        let escape = [UInt8(ascii: "\\")] + Self.hashes(hashes)
        var isPlain = true
        while position < bytes.count, !sees(end) {
            if sees(escape) {
                blank(escape.count)
                if sees("(") {
                    isPlain = false
                    scanCode(isInterpolation: true)
                } else {
                    blank(1)
                }
            } else {
                blank(1)
            }
        }
        if isPlain { literals.append((start, contents..<position)) }
        position = min(position + end.count, bytes.count)
    }

    private mutating func blankLine() {
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { blank(1) }
    }

    private mutating func blankBlockComment() {
        var depth = 0
        repeat {
            if sees("/*") {
                depth += 1
                blank(2)
            } else if sees("*/") {
                depth -= 1
                blank(2)
            } else {
                blank(1)
            }
        } while depth > 0 && position < bytes.count
    }

    private mutating func blankQuotedName() {
        position += 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "`") {
            // A quoted name stays a word, so that what stands before it still reads as before a name.
            if !bytes[position].isWord { code[position] = UInt8(ascii: "_") }
            position += 1
        }
        position += 1
    }

    private mutating func blank(_ count: Int) {
        for offset in position..<min(position + count, bytes.count)
        where bytes[offset] != UInt8(ascii: "\n") {
            code[offset] = UInt8(ascii: " ")
        }
        position += count
    }

    private func sees(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { sees(Array($0)) }
    }

    private func sees(_ wanted: [UInt8]) -> Bool {
        guard position < bytes.count, bytes[position] == wanted[0] else { return false }
        return bytes[position...].starts(with: wanted)
    }

    private static func hashes(_ count: Int) -> [UInt8] {
        [UInt8](repeating: UInt8(ascii: "#"), count: count)
    }
}
