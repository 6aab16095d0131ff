/// The stretch of a string that JSON holds as it stands: ASCII but `"`, `\` and controls.
enum PlainRun {
    /// Returns the index of the first byte from `start` that is not plain, or `end`.
    ///
    /// Eight bytes at a time: a borrow may set bits above a find, never below, so the lowest bit
    /// set is exact.
    @inline(__always)
    static func end(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
        let raw = unsafe bytes.bytes
        var index = start
        while end &- index >= 8 {
            let word = UInt64(
                littleEndian: unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            )
            let found = special(in: word)
            if found != 0 { return index &+ found.trailingZeroBitCount >> 3 }
            index &+= 8
        }
        while index < end, isPlain(bytes[index]) { index &+= 1 }
        return index
    }

    /// Whether all of the bytes are plain.
    @inline(__always)
    static func isAll(of bytes: Span<UInt8>) -> Bool {
        guard bytes.count >= 8 else {
            for index in bytes.indices where !isPlain(bytes[index]) { return false }
            return true
        }
        let raw = unsafe bytes.bytes
        var index = 0
        while bytes.count &- index >= ByteBlock.size {
            if !ByteBlock.Finds(ByteBlock(raw, at: index).special).isEmpty { return false }
            index &+= ByteBlock.size
        }
        // The last eight overlap those before.
        while index < bytes.count {
            index = min(index, bytes.count &- 8)
            let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            if special(in: word) != 0 { return false }
            index &+= 8
        }
        return true
    }

    /// Whether all of the bytes, eight or more, are ASCII.
    @inline(__always)
    static func isASCII(_ bytes: Span<UInt8>) -> Bool {
        let raw = unsafe bytes.bytes
        let last = bytes.count &- 8
        var (seen, index): (UInt64, Int) = (0, 0)
        while index < last {
            seen |= unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            index &+= 8
        }
        // These overlap those before.
        seen |= unsafe raw.unsafeLoadUnaligned(fromByteOffset: last, as: UInt64.self)
        return seen & 0x8080_8080_8080_8080 == 0
    }

    /// The high bit of each byte of `word` that is not plain; bits above the lowest may be false.
    ///
    /// Each subtraction borrows into the high bit of the bytes that it looks for; elsewhere it
    /// leaves that bit set only where it was before, or above a byte that was found.
    @inline(__always)
    static func special(in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = (word ^ (ones &* 0x22)) &- ones
        let backslash = (word ^ (ones &* 0x5C)) &- ones
        let control = word &- ones &* 0x20
        return (word | quote | backslash | control) & (ones &* 0x80)
    }

    @inline(__always)
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
}
