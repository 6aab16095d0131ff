extension JSONString {
    /// Finds the end of the string whose first byte after the quote is at `start`.
    init(
        scanning bytes: Span<UInt8>, from start: Int, to end: Int, loneSurrogates: LoneSurrogates
    ) throws(JSONError) {
        let raw = unsafe bytes.bytes
        var index = start
        var hasEscapes = false
        while true {
            if end &- index >= ByteBlock.size {
                let special = ByteBlock.Finds(ByteBlock(raw, at: index).special)
                // A number of its own: the next block's place must not wait for this one's finds.
                guard !special.isEmpty else {
                    index &+= ByteBlock.size
                    continue
                }
                index &+= special.first
            }
            guard index < end else { throw JSONError(.unexpectedEnd, at: end) }
            switch bytes[index] {
            case UInt8(ascii: "\""):
                self.init(range: start..<index, hasEscapes: hasEscapes)
                return
            case UInt8(ascii: "\\"):
                hasEscapes = true
                if index &+ 1 < end, JSONEscape.short(bytes[index &+ 1]) != nil {
                    index &+= 2
                    continue
                }
                let escape = try JSONEscape(scanning: bytes, at: index, to: end)
                if escape.isLoneSurrogate, loneSurrogates == .refuse {
                    throw JSONError(.loneSurrogate, at: index)
                }
                index &+= escape.length
            case 0..<0x20:
                throw JSONError(.controlCharacter, at: index)
            case 0x20..<0x80:
                index &+= 1
            default:
                index = try Self.endOfNonASCII(in: bytes, from: index, to: end)
            }
        }
    }

    @inline(__always)
    private static func endOfNonASCII(
        in bytes: Span<UInt8>, from start: Int, to end: Int
    ) throws(JSONError) -> Int {
        var index = start
        while index < end, bytes[index] >= 0x80 {
            let sequence = UTF8Sequence(in: bytes, at: index, end: end)
            guard sequence.isWellFormed else { throw JSONError(.invalidUTF8, at: index) }
            index &+= sequence.length
        }
        return index
    }
}
