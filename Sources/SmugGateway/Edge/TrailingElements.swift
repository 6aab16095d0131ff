import SmugHTTP

/// Walks the elements of a list from its end, over all field lines of its name.
///
/// From the end, for what stands there was written by the nearest proxy: a quote that a client has
/// opened before it and never closes must not swallow it. Empty elements are passed over (RFC
/// 9110, section 5.6.1.2).
struct TrailingElements {
    private let bytes: [UInt8]
    /// Lines that were not begun, and what is left of the one that was.
    private var lines: [Range<Int>]
    private let hasQuotes: Bool

    /// - Parameter hasQuotes: whether elements hold quoted strings, in which commas part nothing.
    init(_ fields: HTTPFields, _ name: StaticString, hasQuotes: Bool = false) {
        bytes = fields.bytes
        lines = fields.all(name)
        self.hasQuotes = hasQuotes
    }

    /// The element before the last one that was given, without blanks around it.
    mutating func next() -> Range<Int>? {
        while let line = lines.popLast() {
            let start = start(ofLastIn: line)
            if start > line.lowerBound { lines.append(line.lowerBound..<start - 1) }
            let element = trimmed(start..<line.upperBound)
            if !element.isEmpty { return element }
        }
        return nil
    }

    private func start(ofLastIn line: Range<Int>) -> Int {
        var index = line.upperBound
        while index > line.lowerBound {
            index -= 1
            switch bytes[index] {
            case UInt8(ascii: ","): return index + 1
            case UInt8(ascii: "\"") where hasQuotes: index = openingQuote(before: index, in: line)
            default: break
            }
        }
        return line.lowerBound
    }

    /// Where the string begins that ends at the quote; the line's start where it never does.
    private func openingQuote(before end: Int, in line: Range<Int>) -> Int {
        var index = end
        while index > line.lowerBound {
            index -= 1
            guard bytes[index] == UInt8(ascii: "\"") else { continue }
            var first = index
            while first > line.lowerBound, bytes[first - 1] == UInt8(ascii: "\\") { first -= 1 }
            if (index - first).isMultiple(of: 2) { return index }
            // A quote that is escaped, and what escapes it.
            index = first
        }
        return line.lowerBound
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, Self.isBlank(bytes[start]) { start += 1 }
        while start < end, Self.isBlank(bytes[end - 1]) { end -= 1 }
        return start..<end
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
