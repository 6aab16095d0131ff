import Testing

@testable import SmugLocal

@Suite struct LineSplitterTests {
    private static func lines(_ parts: [[UInt8]]) -> [String] {
        var splitter = LineSplitter()
        var lines: [String] = []
        for part in parts { splitter.append(part.span) { lines.append($0) } }
        splitter.finish { lines.append($0) }
        return lines
    }

    @Test func `every split gives the same lines`() {
        let bytes = Array("one\r\n\ntwo\rthree\n größe".utf8)
        for cut in 0...bytes.count {
            let lines = Self.lines([Array(bytes[..<cut]), Array(bytes[cut...])])
            #expect(lines == ["one", "", "two\rthree", " größe"])
        }
    }

    @Test func `what is no UTF-8 is repaired`() {
        #expect(Self.lines([[0x61, 0xFF, 0x0A]]) == ["a\u{FFFD}"])
    }

    @Test(arguments: [(0, 1), (1, 2)])
    func `a line that is too long is cut`(more: Int, count: Int) {
        let line = [UInt8](repeating: 0x61, count: LineSplitter.maxLineBytes + more)
        #expect(Self.lines([line]).map(\.utf8.count).count == count)
    }
}
