/// Ways to cut an input that a connection may deliver in pieces.
enum Cuts {
    /// In one piece, byte by byte, and in pieces whose lengths the input itself gives.
    static func all(of input: [UInt8]) -> [[[UInt8]]] {
        let single = input.map { [$0] }
        var pieces: [[UInt8]] = []
        var start = 0
        while start < input.count {
            let end = min(start + 1 + Int(input[start] & 31), input.count)
            pieces.append(Array(input[start..<end]))
            start = end
        }
        return [[input], single, pieces]
    }

    /// Traps where what `read` makes of the pieces depends on how they were cut.
    static func agree<Result: Equatable>(
        on input: [UInt8], _ what: StaticString, _ read: ([[UInt8]]) -> Result
    ) {
        let results = all(of: input).map(read)
        precondition(
            results.allSatisfy { $0 == results[0] }, "the cut shows in \(what): \(results)")
    }
}
