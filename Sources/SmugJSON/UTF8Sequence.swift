/// One step over bytes that should be UTF-8 (Unicode 16, table 3-7).
struct UTF8Sequence {
    /// Bytes of the sequence, or of the maximal subpart when it is ill-formed; never 0.
    let length: Int
    let isWellFormed: Bool

    /// Reads the sequence at `start`, which must be below `end`.
    @inline(__always)
    init(in bytes: Span<UInt8>, at start: Int, end: Int) {
        let (following, first) = Self.shape(of: bytes[start])
        guard following > 0 else {
            self.init(length: 1, isWellFormed: bytes[start] < 0x80)
            return
        }
        var allowed = first
        var length = 1
        while length <= following {
            let index = start &+ length
            guard index < end, allowed.contains(bytes[index]) else {
                self.init(length: length, isWellFormed: false)
                return
            }
            allowed = 0x80...0xBF
            length &+= 1
        }
        self.init(length: length, isWellFormed: true)
    }

    private init(length: Int, isWellFormed: Bool) {
        self.length = length
        self.isWellFormed = isWellFormed
    }

    /// How many bytes follow a lead byte, and what the first of them may be.
    @inline(__always)
    private static func shape(of lead: UInt8) -> (following: Int, first: ClosedRange<UInt8>) {
        switch lead {
        case 0xC2...0xDF: (1, 0x80...0xBF)
        case 0xE0: (2, 0xA0...0xBF)
        case 0xED: (2, 0x80...0x9F)
        case 0xE1...0xEF: (2, 0x80...0xBF)
        case 0xF0: (3, 0x90...0xBF)
        case 0xF1...0xF3: (3, 0x80...0xBF)
        case 0xF4: (3, 0x80...0x8F)
        default: (0, 0x80...0xBF)
        }
    }
}
