/// Walks the elements of a comma-separated list, trimmed; empty elements come too.
struct ListElements {
    private var rest: Range<Int>?

    init(_ list: Range<Int>) { rest = list }

    mutating func next(in bytes: [UInt8]) -> Range<Int>? {
        guard let range = rest else { return nil }
        let comma = ByteScan.first(ASCII.comma, in: bytes.span, range)
        rest = comma.map { $0 + 1..<range.upperBound }
        return bytes.trimmingBlanks(range.lowerBound..<(comma ?? range.upperBound))
    }
}
