/// What is still to be sent of an answer's body: whole, or as parts that follow each other.
struct OutgoingBody {
    private var part: [UInt8] = []
    private var offset = 0
    /// Parts behind the one at hand.
    private var others: [[UInt8]] = []
    /// Whether the last part is known.
    private(set) var isEnded = false
    /// Bytes that are left.
    private(set) var count = 0

    mutating func append(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        if count == 0 { part = bytes } else { others.append(bytes) }
        count += bytes.count
    }

    mutating func end() { isEnded = true }

    /// Forgets what is left.
    mutating func drop() {
        self = OutgoingBody()
        isEnded = true
    }

    /// Moves so many bytes, of which there must be as many, to the output.
    mutating func move(_ wanted: Int, to output: inout [UInt8]) {
        precondition(wanted <= count, "more is taken of a body than there is")
        count -= wanted
        var wanted = wanted
        while wanted > 0 {
            let step = min(wanted, part.count - offset)
            output.append(contentsOf: part[offset..<offset + step])
            offset += step
            wanted -= step
            if offset == part.count { next() }
        }
    }

    private mutating func next() {
        part = others.isEmpty ? [] : others.removeFirst()
        offset = 0
    }
}
