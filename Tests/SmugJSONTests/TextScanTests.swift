import SmugJSON
import TestSupport
import Testing

@Suite struct TextScanTests {
    @Test(arguments: 0..<UInt64(40))
    func `the room for a text suffices and holds little more`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let alphabet = Array("ab\"\\\u{1}\n é😹".unicodeScalars)
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0..<80, using: &random) {
            text.append(alphabet.randomElement(using: &random) ?? "a")
        }
        let bytes = Array(String(text).utf8)
        let room = TextScan(bytes.span).escapedRoom
        var index = 0
        let output = [UInt8](capacity: room) {
            index = JSONEscaping.append(bytes.span, to: &$0)
        }
        #expect(index == bytes.count)
        // A newline counts as any control, and each byte of a last block that is not whole.
        let atMost = output.count + 4 * bytes.count { $0 == 0x0A } + 16 + 15 * 5
        #expect(room <= atMost)
    }

    @Test(arguments: 0..<70)
    func `a zero is no text wherever it stands`(count: Int) {
        var bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) % 95 + 32 }
        #expect(TextScan(bytes.span).isText)
        for place in 0..<count {
            bytes[place] = 0
            let isText = TextScan(bytes.span).isText
            #expect(!isText)
            bytes[place] = 1
        }
    }

    @Test(arguments: 0..<70)
    func `a byte that is not UTF-8 is no text wherever it stands`(place: Int) {
        var bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 70)
        bytes[place] = 0xFF
        let isText = TextScan(bytes.span).isText
        #expect(!isText)
    }

    @Test(arguments: 1..<70)
    func `UTF-8 is text wherever it stands, and nothing is cut off it`(place: Int) {
        let text = String(repeating: "x", count: place) + "é"
        var bytes = Array(text.utf8)
        let whole = TextScan(bytes.span).isText
        #expect(whole)
        bytes.removeLast()
        let cut = TextScan(bytes.span).isText
        #expect(!cut)
    }

    @Test func `more blocks than a byte counts are counted`() {
        let bytes = [UInt8](repeating: UInt8(ascii: "\""), count: 16 * 600)
        #expect(TextScan(bytes.span).escapedRoom == 2 * bytes.count + 16)
    }
}
