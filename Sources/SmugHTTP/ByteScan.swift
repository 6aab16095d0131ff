/// Finds the next interesting byte, eight bytes at a time.
///
/// Each search returns an index of `bytes`, or `nil` when `range` holds no such byte. A range
/// outside `bytes` traps.
package enum ByteScan {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let tops: UInt64 = 0x8080_8080_8080_8080

    /// The first byte that equals `byte`.
    package static func first(
        _ byte: UInt8, in bytes: Span<UInt8>, _ range: Range<Int>
    ) -> Int? {
        let pattern = ones &* UInt64(byte)
        return first(
            in: bytes, range, word: { zeroBytes($0 ^ pattern) }, single: { $0 == byte })
    }

    /// The first byte that equals either.
    @inline(__always)
    package static func first(
        _ byte: UInt8, or other: UInt8, in bytes: Span<UInt8>, _ range: Range<Int>
    ) -> Int? {
        let (pattern, second) = (ones &* UInt64(byte), ones &* UInt64(other))
        return first(
            in: bytes, range, word: { zeroBytes($0 ^ pattern) | zeroBytes($0 ^ second) },
            single: { $0 == byte || $0 == other })
    }

    /// The first control byte that a field value must not hold: 0x00 to 0x1F but the tab, and 0x7F.
    static func firstControl(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        let deletes = ones &* UInt64(ASCII.delete)
        var start = range.lowerBound
        while true {
            let found = first(
                in: bytes, start..<range.upperBound,
                word: { bytesBelow($0, 0x20) | zeroBytes($0 ^ deletes) },
                single: { $0 < 0x20 || $0 == ASCII.delete })
            guard let found, bytes[found] == ASCII.tab else { return found }
            start = found &+ 1
        }
    }

    /// The first byte that is not visible ASCII (0x21 to 0x7E).
    static func firstInvisible(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        let deletes = ones &* UInt64(ASCII.delete)
        return first(
            in: bytes, range,
            word: { bytesBelow($0, 0x21) | zeroBytes($0 ^ deletes) | ($0 & tops) },
            single: { $0 < 0x21 || $0 >= ASCII.delete })
    }

    /// Lower-cases the token that `range` begins with, in place, and returns where it ends.
    static func lowercaseToken(in bytes: inout [UInt8], _ range: Range<Int>) -> Int {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        return unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            var index = range.lowerBound
            while range.upperBound &- index >= 8 {
                let loaded = unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                let word = UInt64(littleEndian: loaded)
                let others = ~lettersAndHyphens(word) & tops
                // What precedes the first other byte, which for most names is the colon.
                let count = others.trailingZeroBitCount / 8
                let lower = word | ones &* 0x20 & (count < 8 ? (1 << (8 &* count)) &- 1 : .max)
                unsafe raw.storeBytes(
                    of: lower.littleEndian, toByteOffset: index, as: UInt64.self)
                index &+= count
                guard count < 8 else { continue }
                guard ASCII.isTokenByte(unsafe buffer[index]) else { return index }
                index &+= 1
            }
            while index < range.upperBound {
                let byte = unsafe buffer[index]
                let lower = byte | 0x20
                if lower &- 0x61 < 26 {
                    unsafe buffer[index] = lower
                } else if !ASCII.isTokenByte(byte) {
                    break
                }
                index &+= 1
            }
            return index
        }
    }

    /// The top bit of each byte that is a letter or a hyphen, as those of most names are.
    @inline(__always)
    private static func lettersAndHyphens(_ word: UInt64) -> UInt64 {
        // Without their top bits no byte can carry or borrow beyond itself.
        let lower = (word | ones &* 0x20) & ~tops
        let fromA = (lower | tops) &- ones &* 0x61
        let toZ = (tops | ones &* 0x7A) &- lower
        let letters = fromA & toZ & ~word & tops
        let hyphens = ~(((word ^ ones &* 0x2D) & ~tops) &+ ~tops | word) & tops
        // A hyphen has the bit that makes a letter lower case.
        return letters | hyphens
    }

    /// The top bit of the lowest zero byte is exact; higher ones may be set by its borrow.
    @inline(__always)
    private static func zeroBytes(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & tops }

    /// The same for bytes below `limit`, which is at most 0x80.
    @inline(__always)
    private static func bytesBelow(_ word: UInt64, _ limit: UInt64) -> UInt64 {
        (word &- ones &* limit) & ~word & tops
    }

    @inline(__always)
    private static func first(
        in bytes: Span<UInt8>, _ range: Range<Int>, word: (UInt64) -> UInt64,
        single: (UInt8) -> Bool
    ) -> Int? {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        return unsafe bytes.withUnsafeBytes { raw -> Int? in
            var index = range.lowerBound
            if range.count >= 8 {
                // The last eight bytes overlap what has been searched.
                while index < range.upperBound {
                    index = min(index, range.upperBound &- 8)
                    let loaded = unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                    let hits = word(UInt64(littleEndian: loaded))
                    if hits != 0 { return index &+ hits.trailingZeroBitCount / 8 }
                    index &+= 8
                }
                return nil
            }
            while index < range.upperBound {
                if single(unsafe raw[index]) { return index }
                index &+= 1
            }
            return nil
        }
    }
}
