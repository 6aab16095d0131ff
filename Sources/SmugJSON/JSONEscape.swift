/// One escape in a string: what it stands for and how long it is.
struct JSONEscape {
    /// U+FFFD for half of a surrogate pair.
    let scalar: Unicode.Scalar
    /// Bytes with the backslash; a surrogate pair counts as one escape of 12.
    let length: Int
    let isLoneSurrogate: Bool

    private init(_ scalar: Unicode.Scalar, length: Int, isLoneSurrogate: Bool = false) {
        self.scalar = scalar
        self.length = length
        self.isLoneSurrogate = isLoneSurrogate
    }

    /// Reads the escape whose backslash is at `start`.
    init(scanning bytes: Span<UInt8>, at start: Int, to end: Int) throws(JSONError) {
        guard start &+ 1 < end else { throw JSONError(.unexpectedEnd, at: end) }
        if let byte = Self.short(bytes[start &+ 1]) {
            self.init(Unicode.Scalar(byte), length: 2)
        } else if bytes[start &+ 1] == UInt8(ascii: "u") {
            try self.init(hexAt: start, in: bytes, to: end)
        } else {
            throw JSONError(.invalidEscape, at: start)
        }
    }

    /// What an escape of two characters stands for, given the second.
    @inline(__always)
    static func short(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): byte
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        default: nil
        }
    }

    private init(hexAt start: Int, in bytes: Span<UInt8>, to end: Int) throws(JSONError) {
        let unit = try Self.unit(at: start, in: bytes, to: end)
        if let scalar = Unicode.Scalar(unit) {
            self.init(scalar, length: 6)
            return
        }
        if unit < 0xDC00, let low = Self.lowSurrogate(at: start &+ 6, in: bytes, to: end),
            let scalar = Unicode.Scalar(0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF))
        {
            self.init(scalar, length: 12)
            return
        }
        self.init("\u{FFFD}", length: 6, isLoneSurrogate: true)
    }

    /// The code unit of the escape with four digits at `start`.
    private static func unit(
        at start: Int, in bytes: Span<UInt8>, to end: Int
    ) throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for index in (start &+ 2)..<(start &+ 6) {
            guard index < end else { throw JSONError(.unexpectedEnd, at: end) }
            guard let digit = hexDigit(bytes[index]) else {
                throw JSONError(.invalidEscape, at: start)
            }
            unit = unit << 4 | digit
        }
        return unit
    }

    /// The second half of a pair, or nil when something else follows: that is judged in its turn.
    private static func lowSurrogate(at start: Int, in bytes: Span<UInt8>, to end: Int) -> UInt32? {
        guard start &+ 6 <= end, bytes[start] == UInt8(ascii: "\\"),
            bytes[start &+ 1] == UInt8(ascii: "u"),
            let unit = try? unit(at: start, in: bytes, to: end), 0xDC00...0xDFFF ~= unit
        else { return nil }
        return unit
    }

    private static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) - 0x30
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte) - 0x57
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte) - 0x37
        default: nil
        }
    }
}
