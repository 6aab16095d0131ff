import TestSupport

/// Ways to cut bytes into pieces.
enum Pieces {
    /// Whole, cut in two at every place, and byte by byte.
    static func everyWay(_ bytes: [UInt8]) -> [[[UInt8]]] {
        var ways: [[[UInt8]]] = [[bytes], bytes.map { [$0] }]
        for cut in 0...bytes.count { ways.append([Array(bytes[..<cut]), Array(bytes[cut...])]) }
        return ways
    }

    /// Cut at random places.
    static func random(_ bytes: [UInt8], _ generator: inout SplitMix64) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...rest.count, using: &generator)
            pieces.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return pieces
    }
}
