/// Bytes that wait in parts, first in, first out.
struct ByteParts: Sendable {
    private var parts: [[UInt8]] = []
    private var first = 0
    /// How much of the first part is taken already.
    private var offset = 0
    private(set) var bytes = 0

    mutating func append(_ part: [UInt8]) {
        parts.append(part)
        bytes += part.count
    }

    /// Whole parts, as many as fit, and one at least; a larger one in pieces.
    mutating func take(upTo maxBytes: Int) -> [UInt8]? {
        guard first < parts.count else { return nil }
        defer { makeRoom() }
        let rest = parts[first].count - offset
        guard rest <= maxBytes else {
            let end = offset + maxBytes
            let piece = Array(parts[first][offset..<end])
            offset = end
            bytes -= piece.count
            return piece
        }
        var taken: [UInt8] = []
        swap(&taken, &parts[first])
        if offset > 0 { taken = Array(taken[offset...]) }
        offset = 0
        first += 1
        while first < parts.count, taken.count + parts[first].count <= maxBytes {
            taken += parts[first]
            parts[first] = []
            first += 1
        }
        bytes -= taken.count
        return taken
    }

    /// Forgets the places of parts that are taken, when they are many.
    private mutating func makeRoom() {
        if first == parts.count {
            parts.removeAll(keepingCapacity: true)
            first = 0
        } else if first > 64, first * 2 > parts.count {
            parts.removeFirst(first)
            first = 0
        }
    }
}
