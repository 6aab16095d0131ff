/// Unpacks the blocks of DEFLATE (RFC 1951).
struct Inflater {
    private static let maxBits = 15
    /// The order in which lengths of the code of lengths stand (section 3.2.7).
    private static let lengthOrder = [
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
    ]
    private static let fixedLiterals = HuffmanCode(
        lengths: Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112)
            + Array(repeating: 7, count: 24) + Array(repeating: 8, count: 8))
    private static let fixedDistances = HuffmanCode(lengths: Array(repeating: 5, count: 30))

    private let bytes: [UInt8]
    /// The next byte that was not taken into `bits`.
    private(set) var offset: Int
    private var bits: UInt32 = 0
    private var bitCount = 0

    init(_ bytes: [UInt8], from offset: Int) {
        self.bytes = bytes
        self.offset = offset
    }

    /// Appends all blocks to `output`, which may grow to `maxBytes`.
    mutating func inflate(
        into output: inout [UInt8], maxBytes: Int
    ) throws(EventContentError) {
        let start = output.count
        var isLast = false
        while !isLast {
            isLast = try read(1) == 1
            switch try read(2) {
            case 0: try copyStored(into: &output, maxBytes: maxBytes)
            case 1:
                try copyCoded(
                    Self.fixedLiterals, Self.fixedDistances, into: &output, from: start, maxBytes)
            case 2:
                let (literals, distances) = try readCodes()
                try copyCoded(literals, distances, into: &output, from: start, maxBytes)
            default: throw .notGzip
            }
        }
        // Whole bytes that were taken for their bits, and not needed.
        offset -= bitCount / 8
    }

    /// The next bits, the first the lowest.
    private mutating func read(_ count: Int) throws(EventContentError) -> Int {
        while bitCount < count {
            guard offset < bytes.count else { throw .notGzip }
            bits |= UInt32(bytes[offset]) << UInt32(bitCount)
            offset += 1
            bitCount += 8
        }
        let value = bits & (1 << UInt32(count) - 1)
        bits >>= UInt32(count)
        bitCount -= count
        return Int(value)
    }

    private mutating func copyStored(
        into output: inout [UInt8], maxBytes: Int
    ) throws(EventContentError) {
        _ = try read(bitCount % 8)
        let length = try read(16)
        guard try read(16) == ~length & 0xFFFF else { throw .notGzip }
        for _ in 0..<length {
            guard output.count < maxBytes else { throw .tooLarge(maxBytes: maxBytes) }
            output.append(UInt8(try read(8)))
        }
    }

    private mutating func copyCoded(
        _ literals: HuffmanCode, _ distances: HuffmanCode, into output: inout [UInt8],
        from start: Int, _ maxBytes: Int
    ) throws(EventContentError) {
        while true {
            let symbol = try self.symbol(literals)
            if symbol == 256 { return }
            if symbol < 256 {
                guard output.count < maxBytes else { throw .tooLarge(maxBytes: maxBytes) }
                output.append(UInt8(symbol))
                continue
            }
            let length = try extended(Self.lengths, symbol - 257)
            let distance = try extended(Self.distances, try self.symbol(distances))
            guard distance <= output.count - start else { throw .notGzip }
            guard output.count + length <= maxBytes else { throw .tooLarge(maxBytes: maxBytes) }
            for _ in 0..<length { output.append(output[output.count - distance]) }
        }
    }

    /// A length or distance: its base and what the extra bits add (section 3.2.5).
    private mutating func extended(
        _ table: [(base: Int, extra: Int)], _ index: Int
    ) throws(EventContentError) -> Int {
        guard index < table.count else { throw .notGzip }
        return table[index].base + (try read(table[index].extra))
    }

    private mutating func symbol(_ code: HuffmanCode) throws(EventContentError) -> Int {
        var reader = HuffmanCode.Reader()
        for _ in 0..<Self.maxBits {
            if let symbol = reader.next(bit: try read(1), in: code) { return symbol }
        }
        throw .notGzip
    }

    /// The codes of a block that brings its own (section 3.2.7).
    private mutating func readCodes() throws(EventContentError) -> (HuffmanCode, HuffmanCode) {
        let literals = try read(5) + 257
        let distances = try read(5) + 1
        var order: [Int] = Array(repeating: 0, count: Self.lengthOrder.count)
        for index in 0..<(try read(4) + 4) { order[Self.lengthOrder[index]] = try read(3) }
        let code = HuffmanCode(lengths: order)
        guard !code.isOversubscribed else { throw .notGzip }
        var lengths: [Int] = []
        while lengths.count < literals + distances {
            let symbol = try self.symbol(code)
            switch symbol {
            case 0..<16: lengths.append(symbol)
            case 16:
                guard let last = lengths.last else { throw .notGzip }
                lengths += repeatElement(last, count: try read(2) + 3)
            case 17: lengths += repeatElement(0, count: try read(3) + 3)
            default: lengths += repeatElement(0, count: try read(7) + 11)
            }
        }
        guard lengths.count == literals + distances, literals <= 286 else { throw .notGzip }
        let first = HuffmanCode(lengths: Array(lengths[..<literals]))
        let second = HuffmanCode(lengths: Array(lengths[literals...]))
        guard !first.isOversubscribed, !second.isOversubscribed else { throw .notGzip }
        return (first, second)
    }

    private static let lengths: [(base: Int, extra: Int)] =
        zip(
            [
                3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99,
                115, 131, 163, 195, 227, 258,
            ],
            [
                0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5,
                0,
            ]
        ).map { (base: $0, extra: $1) }

    /// Each two with one more bit than the two before.
    private static let distances: [(base: Int, extra: Int)] = (0..<30).map { index in
        let extra = max(0, index / 2 - 1)
        let base = index < 4 ? index + 1 : (2 + index % 2) << extra + 1
        return (base: base, extra: extra)
    }
}
