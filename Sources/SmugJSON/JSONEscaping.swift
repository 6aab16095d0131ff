/// Turns any bytes into the inside of a JSON string, without its quotes.
///
/// `"`, `\` and controls are escaped, in the short form where there is one, and nothing else.
/// What is not UTF-8 becomes U+FFFD, one for each maximal subpart.
package enum JSONEscaping {
    /// The most bytes one step writes: a block of plain ones, or one `\u00XX`.
    static var room: Int { ByteBlock.size }
    /// Bytes that are written together where all of them are plain.
    private static var stride: Int { 4 &* ByteBlock.size }

    /// Appends `bytes`, escaped.
    package static func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
        var index = 0
        while index < bytes.count {
            let rest = bytes.count &- index
            output.append(addingCapacity: rest &+ rest / 8 &+ 2 &* room) { sink in
                index = append(bytes, from: index, to: &sink)
            }
        }
    }

    /// Appends `bytes` from `start` on, escaped, as long as a block is free in the sink.
    ///
    /// - Returns: the index it came to; the count, when all were written.
    package static func append(
        _ bytes: Span<UInt8>, from start: Int = 0, to sink: inout OutputSpan<UInt8>
    ) -> Int {
        unsafe sink.withUnsafeMutableBufferPointer { buffer, count in
            guard let base = buffer.baseAddress else { return start }
            var target = unsafe Target(
                base: UnsafeMutableRawPointer(base), capacity: buffer.count, count: count)
            let index = unsafe fill(&target, from: bytes, at: start)
            count = unsafe target.count
            return index
        }
    }

    /// Appends `bytes`, escaped.
    package static func append(_ bytes: ArraySlice<UInt8>, to output: inout [UInt8]) {
        append(bytes.span, to: &output)
    }

    /// Appends `bytes`, escaped.
    package static func append(_ bytes: [UInt8], to output: inout [UInt8]) {
        append(bytes.span, to: &output)
    }

    /// Appends the string's UTF-8, escaped.
    package static func append(_ string: String, to output: inout [UInt8]) {
        append(string.utf8.span, to: &output)
    }

    /// Room to write in, filled from the front.
    @unsafe private struct Target {
        let base: UnsafeMutableRawPointer
        let capacity: Int
        var count: Int

        var hasRoom: Bool { unsafe capacity &- count >= JSONEscaping.room }
        var hasRoomForStride: Bool { unsafe capacity &- count >= JSONEscaping.stride }

        mutating func store(_ block: ByteBlock, length: Int) {
            unsafe base.storeBytes(of: block.bytes, toByteOffset: count, as: SIMD16<UInt8>.self)
            unsafe count &+= length
        }

        mutating func store(_ word: UInt64, length: Int) {
            unsafe base.storeBytes(of: word.littleEndian, toByteOffset: count, as: UInt64.self)
            unsafe count &+= length
        }
    }

    /// Writes while there is room for one more step; returns the index it came to.
    private static func fill(
        _ target: inout Target, from bytes: Span<UInt8>, at start: Int
    ) -> Int {
        let raw = unsafe bytes.bytes
        // A copy, which stays in registers: what is stored might else be its count.
        var output = unsafe target
        defer { unsafe target = output }
        var index = start
        while unsafe output.hasRoom {
            guard bytes.count &- index >= ByteBlock.size else {
                return unsafe finish(&output, from: bytes, at: index)
            }
            let block = ByteBlock(raw, at: index)
            let found = ByteBlock.Finds(block.special)
            guard !found.isEmpty else {
                unsafe output.store(block, length: ByteBlock.size)
                index = unsafe fillPlain(&output, from: raw, at: index &+ ByteBlock.size)
                continue
            }
            unsafe output.store(block, length: found.first)
            index &+= found.first
            if unsafe output.hasRoom {
                index &+= unsafe writeOne(bytes, at: index, to: &output)
            }
        }
        return index
    }

    /// Writes plain bytes by strides, as long as there are any; returns the index it came to.
    ///
    /// Where a stride begins does not hang on what was found in the one before, so that the
    /// processor need not wait for that.
    @inline(__always)
    private static func fillPlain(
        _ output: inout Target, from raw: RawSpan, at start: Int
    ) -> Int {
        var index = start
        while raw.byteCount &- index >= stride, unsafe output.hasRoomForStride {
            let first = ByteBlock(raw, at: index)
            let second = ByteBlock(raw, at: index &+ ByteBlock.size)
            let third = ByteBlock(raw, at: index &+ 2 &* ByteBlock.size)
            let fourth = ByteBlock(raw, at: index &+ 3 &* ByteBlock.size)
            let special = first.special .| second.special .| third.special .| fourth.special
            guard ByteBlock.Finds(special).isEmpty else { break }
            unsafe output.store(first, length: ByteBlock.size)
            unsafe output.store(second, length: ByteBlock.size)
            unsafe output.store(third, length: ByteBlock.size)
            unsafe output.store(fourth, length: ByteBlock.size)
            index &+= stride
        }
        return index
    }

    /// Writes the last bytes, fewer than a block, in the same way by eights.
    private static func finish(
        _ target: inout Target, from bytes: Span<UInt8>, at start: Int
    ) -> Int {
        var index = start
        while index < bytes.count, unsafe target.hasRoom {
            let word = lastWord(of: bytes, from: index)
            let plain = PlainRun.special(in: word).trailingZeroBitCount &>> 3
            let length = min(plain, bytes.count &- index)
            unsafe target.store(word, length: length)
            index &+= length
            if index < bytes.count, unsafe target.hasRoom {
                index &+= unsafe writeOne(bytes, at: index, to: &target)
            }
        }
        return index
    }

    /// Eight bytes from `index` on, the first lowest; zeros after the last.
    @inline(__always)
    private static func lastWord(of bytes: Span<UInt8>, from index: Int) -> UInt64 {
        let rest = bytes.count &- index
        if rest >= 8 {
            let raw = unsafe bytes.bytes
            return UInt64(
                littleEndian: unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            )
        }
        if bytes.count >= 8 {
            let raw = unsafe bytes.bytes
            let last = UInt64(
                littleEndian: unsafe raw.unsafeLoadUnaligned(
                    fromByteOffset: bytes.count &- 8, as: UInt64.self))
            return last &>> UInt64(8 &* (8 &- rest))
        }
        var word: UInt64 = 0
        for offset in 0..<rest { word |= UInt64(bytes[index &+ offset]) &<< UInt64(8 &* offset) }
        return word
    }

    /// Writes the byte or UTF-8 sequence at `index` and returns how much of the input it was.
    @inline(__always)
    private static func writeOne(
        _ bytes: Span<UInt8>, at index: Int, to target: inout Target
    ) -> Int {
        let byte = bytes[index]
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            unsafe target.store(UInt64(byte) << 8 | 0x5C, length: 2)
        case 0..<0x20:
            unsafe writeControl(byte, to: &target)
        case 0x20..<0x80:
            unsafe target.store(UInt64(byte), length: 1)
        default:
            let sequence = UTF8Sequence(in: bytes, at: index, end: bytes.count)
            guard sequence.isWellFormed else {
                unsafe target.store(0xBD_BF_EF, length: 3)
                return sequence.length
            }
            var word: UInt64 = 0
            for offset in 0..<sequence.length {
                word |= UInt64(bytes[index &+ offset]) << UInt64(8 &* offset)
            }
            unsafe target.store(word, length: sequence.length)
            return sequence.length
        }
        return 1
    }

    private static func writeControl(_ byte: UInt8, to target: inout Target) {
        let short: UInt8? =
            switch byte {
            case 0x08: UInt8(ascii: "b")
            case 0x09: UInt8(ascii: "t")
            case 0x0A: UInt8(ascii: "n")
            case 0x0C: UInt8(ascii: "f")
            case 0x0D: UInt8(ascii: "r")
            default: nil
            }
        if let short {
            unsafe target.store(UInt64(short) << 8 | 0x5C, length: 2)
            return
        }
        let low = byte & 0x0F
        let high = UInt64(0x30 | byte >> 4)
        let digit = UInt64(low < 10 ? 0x30 | low : 0x57 &+ low)
        // `\u00` and two digits, the first byte lowest.
        unsafe target.store(0x3030_755C | high << 32 | digit << 40, length: 6)
    }
}
