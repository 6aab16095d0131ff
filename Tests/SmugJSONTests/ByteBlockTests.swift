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
            let finds = ByteBlock.Finds(ByteBlock(bytes.span.bytes, at: 0).special)
            #expect(finds.isEmpty == isPlain)
            #expect(finds.first == (isPlain ? 16 : place))
        }
    }

    @Test func `of many finds the first counts`() {
        let bytes = Array("abcdefgh\"j\\l\u{1}nop".utf8)
        #expect(ByteBlock.Finds(ByteBlock(bytes.span.bytes, at: 0).special).first == 8)
    }
}
