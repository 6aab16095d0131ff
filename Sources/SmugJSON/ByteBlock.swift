/// Sixteen bytes that are looked at together.
///
/// All comparisons are of vectors with vectors: those with a single value, and conversions, are
/// loops over the sixteen in the standard library.
struct ByteBlock {
    static var size: Int { 16 }

    /// Which of the bytes were found.
    typealias Mask = SIMDMask<SIMD16<Int8>>

    /// A mask as numbers: 0xFF for each byte that was found, 0 for all others.
    struct Finds {
        /// Of the first eight bytes, the first lowest.
        let low: UInt64
        let high: UInt64

        @inline(__always)
        init(_ mask: Mask) {
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

    /// How often something was found at each of the sixteen places, 255 times at most.
    struct Counts {
        private var places = SIMD16<UInt8>()

        /// A mask's places hold -1 or 0.
        @inline(__always)
        mutating func add(_ mask: Mask) {
            places = unsafe places &- unsafeBitCast(mask, to: SIMD16<UInt8>.self)
        }

        var total: Int {
            var total = 0
            for place in 0..<ByteBlock.size { total &+= Int(places[place]) }
            return total
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
    var special: Mask {
        // As signed numbers those that are not ASCII are below all controls.
        quotes .| (signed .< SIMD16<Int8>(repeating: 0x20))
    }

    /// `"` and `\`.
    @inline(__always)
    var quotes: Mask { (bytes .== SIMD16<UInt8>(repeating: 0x22)) .| backslashes }

    @inline(__always)
    var backslashes: Mask { bytes .== SIMD16<UInt8>(repeating: 0x5C) }

    @inline(__always)
    var controls: Mask { bytes .< SIMD16<UInt8>(repeating: 0x20) }

    @inline(__always)
    var zeros: Mask { bytes .== SIMD16<UInt8>(repeating: 0) }

    @inline(__always)
    var beyondASCII: Mask { signed .< SIMD16<Int8>(repeating: 0) }

    @inline(__always)
    private var signed: SIMD16<Int8> { unsafe unsafeBitCast(bytes, to: SIMD16<Int8>.self) }
}
