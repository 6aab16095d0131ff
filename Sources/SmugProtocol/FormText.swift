import SmugJSON

/// Percent-encoded text, decoded on the way: nothing is copied unless it holds an escape.
///
/// A `%` without two hexadecimal digits after it stands for itself.
struct FormText {
    /// How text stands for other text.
    enum Coding {
        /// Escapes, and `+` for a space.
        case form
        /// Escapes.
        case path
        /// Not at all: the text is taken as it is.
        case none
    }

    private let bytes: [UInt8]
    private var index: Int
    private let end: Int
    private let coding: Coding

    /// Starts at the front of `range`, which must lie in `bytes`.
    init(_ bytes: [UInt8], in range: Range<Int>, _ coding: Coding) {
        self.bytes = bytes
        self.index = range.lowerBound
        self.end = range.upperBound
        self.coding = coding
    }

    /// Appends the text to the inside of a JSON string.
    func appendEscaped(to output: inout OutputSpan<UInt8>) {
        let raw = bytes.span.extracting(index..<end)
        if isPlain(raw) {
            output.append(escaping: raw)
            return
        }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(end - index)
        var rest = self
        while let byte = rest.next() { decoded.append(byte) }
        output.append(escaping: decoded)
    }

    private func isPlain(_ raw: Span<UInt8>) -> Bool {
        if coding == .none { return true }
        let plusIsSpace = coding == .form
        for index in raw.indices {
            let byte = raw[index]
            if byte == UInt8(ascii: "%") || (plusIsSpace && byte == UInt8(ascii: "+")) {
                return false
            }
        }
        return true
    }
}

extension FormText: IteratorProtocol, Sequence {
    mutating func next() -> UInt8? {
        guard index < end else { return nil }
        let byte = bytes[index]
        if byte == UInt8(ascii: "%"), coding != .none, end - index > 2,
            let high = Self.digit(bytes[index + 1]), let low = Self.digit(bytes[index + 2])
        {
            index += 3
            return high << 4 | low
        }
        index += 1
        return coding == .form && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
