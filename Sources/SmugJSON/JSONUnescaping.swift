/// Turns a string's bytes, already checked by the reader, into the UTF-8 they stand for.
enum JSONUnescaping {
    /// Appends the bytes in `range` to `output`, unescaped.
    ///
    /// No escape is shorter than what it stands for, so the range's length is room enough.
    static func append(_ bytes: Span<UInt8>, in range: Range<Int>, to output: inout [UInt8]) {
        guard !range.isEmpty else { return }  // else all threads write to the one empty array
        output.append(addingCapacity: range.count) { sink in
            var index = range.lowerBound
            while index < range.upperBound {
                index = copyRun(bytes, from: index, to: range.upperBound, into: &sink)
                guard index &+ 1 < range.upperBound else { return }
                if let byte = JSONEscape.short(bytes[index &+ 1]) {
                    sink.append(byte)
                    index &+= 2
                    continue
                }
                guard let escape = try? JSONEscape(scanning: bytes, at: index, to: range.upperBound)
                else { return }
                for unit in escape.scalar.utf8 { sink.append(unit) }
                index &+= escape.length
            }
        }
    }

    /// Copies up to the next backslash and returns its index, or `end`.
    ///
    /// Blocks and words are stored before they are looked at: what follows a backslash is
    /// overwritten. The room left is never less than the input left.
    @inline(__always)
    private static func copyRun(
        _ bytes: Span<UInt8>, from start: Int, to end: Int, into sink: inout OutputSpan<UInt8>
    ) -> Int {
        var index = start
        let raw = unsafe bytes.bytes
        unsafe sink.withUnsafeMutableBufferPointer { buffer, count in
            let output = UnsafeMutableRawBufferPointer(buffer)
            while end &- index >= ByteBlock.size, output.count &- count >= ByteBlock.size {
                let block = ByteBlock(raw, at: index)
                unsafe output.storeBytes(
                    of: block.bytes, toByteOffset: count, as: SIMD16<UInt8>.self)
                let found = ByteBlock.Finds(block.backslashes)
                guard found.isEmpty else {
                    index &+= found.first
                    count &+= found.first
                    return
                }
                index &+= ByteBlock.size
                count &+= ByteBlock.size
            }
            guard end &- index >= 8, output.count &- count >= 8 else { return }
            let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            unsafe output.storeBytes(of: word, toByteOffset: count, as: UInt64.self)
            let length = backslashes(in: UInt64(littleEndian: word)).trailingZeroBitCount >> 3
            index &+= length
            count &+= length
        }
        while index < end, bytes[index] != UInt8(ascii: "\\") {
            sink.append(bytes[index])
            index &+= 1
        }
        return index
    }

    @inline(__always)
    private static func backslashes(in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let backslash = word ^ (ones &* 0x5C)
        return (backslash &- ones) & ~backslash & (ones &* 0x80)
    }
}
