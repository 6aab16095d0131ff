/// A few bits of a name by which most unequal names are told apart.
enum JSONFingerprint {
    /// Of its length and its outermost bytes.
    @inline(__always)
    static func of(_ bytes: [UInt8], in range: Range<Int>) -> UInt32 {
        of(bytes.span, in: range)
    }

    /// Of its length and its outermost bytes.
    @inline(__always)
    static func of(_ bytes: Span<UInt8>, in range: Range<Int>) -> UInt32 {
        let raw = unsafe bytes.bytes
        let (start, end) = (range.lowerBound, range.upperBound)
        let count = end &- start
        var (head, tail): (UInt64, UInt64) = (0, 0)
        if count >= 8 {
            head = unsafe raw.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self)
            tail = unsafe raw.unsafeLoadUnaligned(fromByteOffset: end &- 8, as: UInt64.self)
        } else if count >= 4 {
            head = UInt64(unsafe raw.unsafeLoadUnaligned(fromByteOffset: start, as: UInt32.self))
            tail = UInt64(unsafe raw.unsafeLoadUnaligned(fromByteOffset: end &- 4, as: UInt32.self))
        } else if count > 0 {
            head = UInt64(bytes[start]) | UInt64(bytes[start &+ count &>> 1]) &<< 8
            tail = UInt64(bytes[end &- 1])
        }
        let mixed = (head ^ (tail &<< 29 | tail &>> 35) ^ UInt64(count)) &* 0x9E37_79B9_7F4A_7C15
        return UInt32(truncatingIfNeeded: mixed &>> 32)
    }

    /// Whether the bytes of a range are those of a name.
    @inline(__always)
    static func isEqual(_ bytes: [UInt8], in range: Range<Int>, to name: Span<UInt8>) -> Bool {
        let bytes = bytes.span
        let (start, count) = (range.lowerBound, range.count)
        guard count == name.count else { return false }
        let (one, two) = unsafe (bytes.bytes, name.bytes)
        var offset = 0
        while count &- offset >= 8 {
            guard
                unsafe one.unsafeLoadUnaligned(fromByteOffset: start &+ offset, as: UInt64.self)
                    == two.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
            else { return false }
            offset &+= 8
        }
        while offset < count {
            guard bytes[start &+ offset] == name[offset] else { return false }
            offset &+= 1
        }
        return true
    }
}
