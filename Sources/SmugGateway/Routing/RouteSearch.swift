/// What one walk down the tree looks for, and what it meets.
struct RouteSearch {
    let slot: Int
    /// Where the path ends.
    let end: Int
    let hasEscapes: Bool
    /// What routes on the way would have taken instead of this method, bit n for slot n.
    var methods = 0
}

extension RouteTrie {
    /// The route for the segments from `start`, or -1.
    ///
    /// `start` is past the end by one when no segment is left. A node belongs to one way from the
    /// root, so no node is looked at twice for one path.
    func find(
        _ bytes: Span<UInt8>, node: Int, from start: Int, _ search: inout RouteSearch
    ) -> Int {
        let current = nodes[node]
        guard start <= search.end else { return answer(current.leaf, &search) }
        let segment = start..<Self.segmentEnd(bytes, from: start, to: search.end)
        let literal = child(of: current, bytes, segment, search.hasEscapes)
        if literal >= 0 {
            let route = find(bytes, node: literal, from: segment.upperBound + 1, &search)
            if route >= 0 { return route }
        }
        if current.parameter >= 0, !segment.isEmpty {
            let route = find(
                bytes, node: Int(current.parameter), from: segment.upperBound + 1, &search)
            if route >= 0 { return route }
        }
        return start < search.end ? answer(current.greedyLeaf, &search) : -1
    }

    /// Where the segment that begins at `start` ends: at a slash or at `end`.
    static func segmentEnd(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
        var index = start
        while index < end, bytes[index] != UInt8(ascii: "/") { index += 1 }
        return index
    }

    private func answer(_ leaf: Int32, _ search: inout RouteSearch) -> Int {
        guard leaf >= 0 else { return -1 }
        let route = leaves[Int(leaf) * MethodSlot.count + search.slot]
        if route < 0 { search.methods |= methodSets[Int(leaf)] }
        return Int(route)
    }

    /// The literal child for the segment, or -1.
    private func child(
        of node: Node, _ bytes: Span<UInt8>, _ segment: Range<Int>, _ hasEscapes: Bool
    ) -> Int {
        var low = Int(node.edges.lowerBound)
        var high = Int(node.edges.upperBound)
        guard low < high else { return -1 }
        let length = hasEscapes ? Self.decodedLength(bytes, segment) : segment.count
        while low < high {
            let middle = (low + high) / 2
            let edge = edges[middle]
            let order = compare(edge.literal, bytes, segment, length)
            if order == 0 { return Int(edge.child) }
            if order < 0 { low = middle + 1 } else { high = middle }
        }
        return -1
    }

    /// Less than 0 when the literal goes before the segment, 0 when they are equal.
    private func compare(
        _ literal: Range<Int32>, _ bytes: Span<UInt8>, _ segment: Range<Int>, _ length: Int
    ) -> Int {
        guard literal.count == length else { return literal.count - length }
        var place = Int(literal.lowerBound)
        var index = segment.lowerBound
        while index < segment.upperBound {
            var byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "%") {
                byte = Self.hexValue(bytes[index]) << 4 | Self.hexValue(bytes[index + 1])
                index += 2
            }
            let expected = literals[place]
            if expected != byte { return Int(expected) - Int(byte) }
            place += 1
        }
        return 0
    }

    /// The router has made sure that two hexadecimal digits follow each `%`.
    private static func decodedLength(_ bytes: Span<UInt8>, _ segment: Range<Int>) -> Int {
        var length = segment.count
        for index in segment where bytes[index] == UInt8(ascii: "%") { length -= 2 }
        return length
    }

    private static func hexValue(_ digit: UInt8) -> UInt8 {
        digit.isDigit ? digit & 0x0F : (digit & 0x0F) &+ 9
    }
}
