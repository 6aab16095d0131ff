import Testing

@testable import SmugJSON

/// Sixteen bytes at a time beside one at a time.
@Suite struct ByteBlockTests {
    @Test(arguments: 0..<16)
    func `every byte is found that JSON does not hold as it stands, and no other`(place: Int) {
        for byte in UInt8.min...UInt8.max {
            var bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 16)
            bytes[place] = byte
            let isPlain = (0x20..<0x80).contains(byte) && byte != 0x22 && byte != 0x5C
            let finds = ByteBlock(bytes.span.bytes, at: 0).special
            #expect(finds.isEmpty == isPlain)
            #expect(finds.first == (isPlain ? 16 : place))
        }
    }

    @Test func `of many finds the first counts`() {
        let bytes = Array("abcdefgh\"j\\l\u{1}nop".utf8)
        #expect(ByteBlock(bytes.span.bytes, at: 0).special.first == 8)
    }

    @Test(arguments: 0..<70)
    func `a zero is found wherever it stands`(count: Int) {
        var bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7 | 1) }
        let isFound = bytes.span.holdsZero
        #expect(!isFound)
        for place in 0..<count {
            bytes[place] = 0
            let isFound = bytes.span.holdsZero
            #expect(isFound)
            bytes[place] = 1
        }
    }
}
