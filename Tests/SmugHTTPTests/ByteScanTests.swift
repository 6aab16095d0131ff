import TestSupport
import Testing

@testable import SmugHTTP

@Suite struct ByteScanTests {
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `every search agrees with a plain loop`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let special: [UInt8] = [0, 9, 10, 13, 31, 32, 33, 126, 127, 128, 129, 137, 159, 160, 255]
        for _ in 0..<100 {
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                Int.random(in: 0..<8, using: &generator) == 0
                    ? special.randomElement(using: &generator) ?? 0 : UInt8(0x61)
            }
            let start = Int.random(in: 0...bytes.count, using: &generator)
            let range = start..<Int.random(in: start...bytes.count, using: &generator)
            #expect(
                ByteScan.first(10, in: bytes.span, range) == range.first { bytes[$0] == 10 })
            #expect(
                ByteScan.first(10, or: 128, in: bytes.span, range)
                    == range.first { bytes[$0] == 10 || bytes[$0] == 128 })
            #expect(
                ByteScan.firstControl(in: bytes.span, range)
                    == range.first { (bytes[$0] < 0x20 && bytes[$0] != 9) || bytes[$0] == 0x7F })
            #expect(
                ByteScan.firstInvisible(in: bytes.span, range)
                    == range.first { bytes[$0] < 0x21 || bytes[$0] > 0x7E })
        }
    }
}
