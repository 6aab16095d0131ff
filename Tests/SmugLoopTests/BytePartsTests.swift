import TestSupport
import Testing

@testable import SmugLoop

@Suite struct BytePartsTests {
    @Test func `whole parts are taken together as far as they fit`() {
        var parts = ByteParts()
        for part in ["a", "bc", "def", "g"] { parts.append(Array(part.utf8)) }
        #expect(parts.bytes == 7)
        var found: [String] = []
        while let taken = parts.take(upTo: 3) {
            found.append(String(decoding: taken, as: UTF8.self))
        }
        #expect(found == ["abc", "def", "g"] && parts.bytes == 0)
    }

    @Test func `what is left of a large part goes with the parts behind it`() {
        var parts = ByteParts()
        for part in ["abcde", "f", "g"] { parts.append(Array(part.utf8)) }
        var found: [String] = []
        while let taken = parts.take(upTo: 3) {
            found.append(String(decoding: taken, as: UTF8.self))
        }
        #expect(found == ["abc", "def", "g"] && parts.bytes == 0)
    }

    /// Pieces are cut out by their place: a part that is as large as a record may be is moved once.
    @Test func `a part of 64 MiB comes out in pieces without being moved each time`() {
        var parts = ByteParts()
        parts.append([UInt8](repeating: 7, count: 64 << 20))
        var count = 0
        while let piece = parts.take(upTo: 4096) { count += piece.count }
        #expect(count == 64 << 20 && parts.bytes == 0)
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func `any parts come out as they went in`(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var parts = ByteParts()
        var (wanted, found): ([UInt8], [UInt8]) = ([], [])
        for step in 0..<400 {
            if Bool.random(using: &random) {
                let part = [UInt8](
                    repeating: UInt8(truncatingIfNeeded: step),
                    count: Int.random(in: 0...20, using: &random))
                wanted += part
                parts.append(part)
            } else {
                let limit = Int.random(in: 1...25, using: &random)
                let taken = parts.take(upTo: limit) ?? []
                #expect(taken.count <= limit)
                found += taken
            }
            #expect(parts.bytes == wanted.count - found.count)
        }
        while let taken = parts.take(upTo: 7) { found += taken }
        #expect(found == wanted)
    }
}
