/// What one look over bytes tells of them as the inside of a JSON string.
package struct TextScan {
    /// Whether they are UTF-8 without NUL.
    package let isText: Bool
    /// The room that suffices to append them escaped, if they are text, with little left over.
    package let escapedRoom: Int

    /// Looks at sixteen at a time, whatever they are.
    package init(_ bytes: Span<UInt8>) {
        let raw = unsafe bytes.bytes
        var tally = Tally()
        var (escapes, controls, index) = (0, 0, 0)
        while bytes.count &- index >= ByteBlock.size {
            // As far as a byte can count.
            let blocks = min((bytes.count &- index) / ByteBlock.size, 255)
            for _ in 0..<blocks {
                tally.add(ByteBlock(raw, at: index))
                index &+= ByteBlock.size
            }
            escapes &+= tally.escapes.total
            controls &+= tally.controls.total
            tally.startCounting()
            // Mostly an image or the like, which needs no second look.
            if tally.holdsZero { break }
        }
        guard !tally.holdsZero else {
            (isText, escapedRoom) = (false, 0)
            return
        }
        var (holdsZero, isASCII) = (false, tally.isASCII)
        for place in index..<bytes.count {
            holdsZero = holdsZero || bytes[place] == 0
            isASCII = isASCII && bytes[place] < 0x80
        }
        isText = !holdsZero && (isASCII || (try? UTF8Span(validating: bytes)) != nil)
        // As if each of the last few were a control.
        escapedRoom =
            bytes.count &+ escapes &+ 5 &* (controls &+ bytes.count &- index)
            &+ JSONEscaping.room
    }

    /// What was seen of blocks, place by place.
    private struct Tally {
        private(set) var escapes = ByteBlock.Counts()
        private(set) var controls = ByteBlock.Counts()
        private var zeros = SIMDMask<SIMD16<Int8>>()
        private var beyondASCII = SIMDMask<SIMD16<Int8>>()

        var holdsZero: Bool { !ByteBlock.Finds(zeros).isEmpty }
        var isASCII: Bool { ByteBlock.Finds(beyondASCII).isEmpty }

        @inline(__always)
        mutating func add(_ block: ByteBlock) {
            escapes.add(block.quotes)
            controls.add(block.controls)
            zeros = zeros .| block.zeros
            beyondASCII = beyondASCII .| block.beyondASCII
        }

        mutating func startCounting() {
            escapes = ByteBlock.Counts()
            controls = ByteBlock.Counts()
        }
    }
}
