/// Sixteen bytes that are looked at together.
///
/// All comparisons are of vectors with vectors: those with a single value, and conversions, are
/// loops over the sixteen in the standard library.
struct ByteBlock {
    static var size: Int { 16 }

    /// Which of the bytes were found: 0xFF for each, 0 for all others.
    struct Finds {
        /// Of the first eight bytes, the first lowest.
        let low: UInt64
        let high: UInt64

        @inline(__always)
        fileprivate init(_ mask: SIMDMask<SIMD16<Int8>>) {
            let halves = unsafe unsafeBitCast(mask, to: SIMD2<UInt64>.self)
            low = UInt64(littleEndian: halves[0])
            high = UInt64(littleEndian: halves[1])
        }

        @inline(__always)
        var isEmpty: Bool { low | high == 0 }

        /// The index of the first; 16 where there is none.
        @inline(__always)
        var first: Int {
            low != 0 ? low.trailingZeroBitCount &>> 3 : 8 &+ high.trailingZeroBitCount &>> 3
        }
    }

    let bytes: SIMD16<UInt8>

    /// Takes those at `offset`, of which all sixteen must be there.
    @inline(__always)
    init(_ source: RawSpan, at offset: Int) {
        bytes = unsafe source.unsafeLoadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
    }

    /// What JSON does not hold as it stands: `"`, `\`, controls, and what is not ASCII.
    @inline(__always)
    var special: Finds {
        // As signed numbers those that are not ASCII are below all controls.
        let signed = unsafe unsafeBitCast(bytes, to: SIMD16<Int8>.self)
        return Finds(quotes .| (signed .< SIMD16<Int8>(repeating: 0x20)))
    }

    @inline(__always)
    var zeros: Finds { Finds(bytes .== SIMD16<UInt8>(repeating: 0)) }

    /// Adds one to each place of `counts` where a quote or a backslash stands.
    @inline(__always)
    func countEscapes(in counts: inout SIMD16<UInt8>) { Self.add(quotes, to: &counts) }

    /// Adds one to each place of `counts` where a control stands.
    @inline(__always)
    func countControls(in counts: inout SIMD16<UInt8>) {
        Self.add(bytes .< SIMD16<UInt8>(repeating: 0x20), to: &counts)
    }

    @inline(__always)
    private var quotes: SIMDMask<SIMD16<Int8>> {
        (bytes .== SIMD16<UInt8>(repeating: 0x22)) .| (bytes .== SIMD16<UInt8>(repeating: 0x5C))
    }

    /// A mask's places hold -1 or 0.
    @inline(__always)
    private static func add(_ mask: SIMDMask<SIMD16<Int8>>, to counts: inout SIMD16<UInt8>) {
        counts = unsafe counts &- unsafeBitCast(mask, to: SIMD16<UInt8>.self)
    }
}

extension Span<UInt8> {
    /// Whether a byte is 0.
    package var holdsZero: Bool {
        let raw = unsafe bytes
        var index = 0
        while count &- index >= ByteBlock.size {
            if !ByteBlock(raw, at: index).zeros.isEmpty { return true }
            index &+= ByteBlock.size
        }
        while index < count {
            if self[index] == 0 { return true }
            index &+= 1
        }
        return false
    }
}
