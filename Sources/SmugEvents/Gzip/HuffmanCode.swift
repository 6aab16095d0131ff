/// A canonical Huffman code (RFC 1951, section 3.2.2): shorter codes first, and in the symbols' order.
struct HuffmanCode {
    /// How many symbols have a code of each length.
    private var counts = [Int](repeating: 0, count: 16)
    /// The symbols in their codes' order.
    private var symbols: [Int] = []

    /// The code whose symbols have codes of these lengths, each at most 15; 0 is for no code.
    init(lengths: [Int]) {
        for length in 1...15 {
            let matching = lengths.indices.filter { lengths[$0] == length }
            counts[length] = matching.count
            symbols += matching
        }
    }

    /// Whether there are more codes of some length than bits can tell apart.
    var isOversubscribed: Bool {
        var left = 1
        for length in 1...15 {
            left = left * 2 - counts[length]
            if left < 0 { return true }
        }
        return false
    }

    /// Takes the bits of one symbol.
    struct Reader {
        private var length = 0
        private var code = 0
        private var first = 0
        private var index = 0

        /// The symbol, if this bit is its last.
        mutating func next(bit: Int, in table: HuffmanCode) -> Int? {
            length += 1
            code |= bit
            let count = table.counts[length]
            if code - first < count { return table.symbols[index + code - first] }
            index += count
            first = (first + count) << 1
            code <<= 1
            return nil
        }
    }
}
