/// Turns what the reader finds into nodes.
struct JSONTapeBuilder {
    private(set) var nodes: [JSONNode] = []
    private var reader: JSONReader
    /// The nodes of the open containers, and how many elements those around them have so far.
    private var open: [(node: Int, elementsOutside: Int)] = []
    /// How many elements the innermost container has so far.
    private var elements = 0
    private let maxBytes: Int

    init(
        _ bytes: [UInt8], in range: Range<Int>?, loneSurrogates: LoneSurrogates, maxBytes: Int
    ) {
        self.maxBytes = maxBytes
        reader = JSONReader(bytes, in: range, loneSurrogates: loneSurrogates)
        // Few documents have more than a value in every ten bytes.
        nodes.reserveCapacity((range?.count ?? bytes.count) / 10 + 8)
    }

    mutating func build() throws(JSONError) {
        guard reader.bytes.count <= maxBytes else { throw JSONError(.tooLarge, at: maxBytes) }
        while true {
            let token = try reader.next()
            switch token {
            case .key(let name):
                append(.key, name.range, mark: name.hasEscapes)
                continue
            case .string(let string): append(.string, string.range, mark: string.hasEscapes)
            case .number(let number): append(.number, number.range, mark: number.isInteger)
            case .bool(let value): append(value ? .yes : .no, reader.tokenOffset..<reader.offset)
            case .null: append(.null, reader.tokenOffset..<reader.offset)
            case .beginObject: begin(.object)
            case .beginArray: begin(.array)
            case .endObject, .endArray: close()
            case .end: return
            }
        }
    }

    /// Ends what a fault has left open, so that paths can be told.
    ///
    /// - Returns: the node that the fault is in: the value of the last name, or a container.
    mutating func closeAll() -> Int {
        var innermost = open.last?.node ?? 0
        if nodes.last?.kind == .key {
            innermost = nodes.count
            append(.null, reader.offset..<reader.offset)
        }
        while !open.isEmpty { close() }
        return innermost
    }

    private mutating func append(_ kind: JSONNode.Kind, _ range: Range<Int>, mark: Bool = false) {
        if kind != .key { elements &+= 1 }
        nodes.append(
            JSONNode(
                kind, start: range.lowerBound, end: range.upperBound, next: nodes.count &+ 1,
                mark: mark))
    }

    private mutating func begin(_ kind: JSONNode.Kind) {
        open.append((nodes.count, elements &+ 1))
        elements = 0
        nodes.append(JSONNode(kind, start: reader.tokenOffset, end: reader.offset))
    }

    private mutating func close() {
        guard let container = open.popLast() else { return }
        // An object's count is overwritten by its cursor.
        nodes[container.node].close(at: reader.offset, next: nodes.count, count: elements)
        elements = container.elementsOutside
    }
}
