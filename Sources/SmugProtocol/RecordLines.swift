import SmugHTTP

/// Cuts a stream of records into lines, in pieces of any size.
///
/// A line ends with LF or CR LF; the last one may have no end. Blank lines are passed over, and a
/// byte order mark at the very start. What comes out does not depend on how the bytes were cut.
struct RecordLines: Sendable {
    /// A line is longer than lines may be.
    struct TooLong: Error, Hashable {
        let maxBytes: Int
    }

    /// The bytes that the ranges of lines refer to, until more are appended.
    private(set) var bytes: [UInt8] = []
    private let maxBytes: Int
    /// Where the line at hand begins.
    private var start = 0
    /// Up to where it has no end.
    private var scanned = 0
    private var isAtStart = true

    /// - Parameter maxBytes: of one line, without its end; any number of lines may come at once.
    init(maxBytes: Int) {
        self.maxBytes = maxBytes
    }

    mutating func append(_ part: ArraySlice<UInt8>) {
        if start > 0 {
            bytes.removeFirst(start)
            scanned -= start
            start = 0
        }
        bytes += part
    }

    /// The next whole line that is not blank, without its end.
    mutating func next() throws(TooLong) -> Range<Int>? {
        while let end = endOfLine() {
            let line = start..<end
            start = end + 1
            scanned = start
            if let line = try trimmed(line) { return line }
        }
        // One byte more may be the CR of the line's end, three the mark at the start.
        let uncounted = isAtStart ? 4 : 1
        guard scanned - start - uncounted <= maxBytes else { throw TooLong(maxBytes: maxBytes) }
        return nil
    }

    /// The line that has no end, when the bytes are over.
    mutating func last() throws(TooLong) -> Range<Int>? {
        let line = start..<bytes.count
        start = bytes.count
        scanned = start
        return try trimmed(line)
    }

    private mutating func endOfLine() -> Int? {
        let end = ByteScan.first(UInt8(ascii: "\n"), in: bytes.span, scanned..<bytes.count)
        if let end { return end }
        scanned = bytes.count
        return nil
    }

    private mutating func trimmed(_ line: Range<Int>) throws(TooLong) -> Range<Int>? {
        var line = line
        if isAtStart, bytes[line].starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
        isAtStart = false
        if let last = line.last, bytes[last] == UInt8(ascii: "\r") { line = line.dropLast() }
        guard line.count <= maxBytes else { throw TooLong(maxBytes: maxBytes) }
        return bytes[line].allSatisfy(Self.isBlank) ? nil : line
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}
