import SmugJSON
import TestSupport
import Testing

@Suite struct JSONEscapingTests {
    private func escaped(_ bytes: [UInt8]) -> String {
        var output: [UInt8] = []
        JSONEscaping.append(bytes, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test(arguments: [
        ("", ""), ("plain", "plain"), ("say \"hi\"", #"say \"hi\""#),
        ("back\\slash", #"back\\slash"#),
        ("\n\r\t\u{8}\u{C}", #"\n\r\t\b\f"#),
        ("\0\u{1}\u{1F}\u{B}\u{E}", #"\u0000\u0001\u001f\u000b\u000e"#),
        ("a/b\u{7F}<>&'", "a/b\u{7F}<>&'"), ("é€𝄞\u{2028}", "é€𝄞\u{2028}"),
        ("01234567\"01234567\n", #"01234567\"01234567\n"#),
    ])
    func `only quotes, backslashes and controls are escaped`(text: String, expected: String) {
        #expect(escaped(Array(text.utf8)) == expected)
    }

    @Test(arguments: 0..<160)
    func `a control at any place is escaped`(position: Int) {
        let head = String(repeating: "x", count: position)
        let tail = String(repeating: "tail ", count: 30)
        #expect(escaped(Array("\(head)\u{1}\(tail)".utf8)) == "\(head)\\u0001\(tail)")
    }

    @Test func `a text of nothing but escapes grows without a gap`() {
        let bytes = [UInt8](repeating: 1, count: 5000)
        #expect(escaped(bytes) == String(repeating: "\\u0001", count: 5000))
    }

    @Test(arguments: 0..<UInt64(40))
    func `any bytes become the text that the standard library repairs them to`(seed: UInt64) throws
    {
        var random = SplitMix64(seed: seed)
        let alphabet: [UInt8] = [
            0x00, 0x0A, 0x22, 0x5C, 0x41, 0x42, 0x7F, 0x80, 0xBF, 0xC0, 0xC3, 0xA9, 0xE0, 0xA0,
            0xED,
            0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x90, 0xF4, 0xFF,
        ]
        for _ in 0..<100 {
            let bytes = (0..<Int.random(in: 0..<60, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
            let json = Array("\"\(escaped(bytes))\"".utf8)
            let value = try JSONValue(parsing: json)
            #expect(
                value.string.map { Array($0.utf8) }
                    == Array(String(decoding: bytes, as: UTF8.self).utf8))
        }
    }

    @Test(arguments: 0..<20)
    func `a sink without room takes what fits and tells how far it came`(capacity: Int) {
        let bytes = Array("abc\"é\u{1}0123456789".utf8)
        var index = 0
        let output = [UInt8](capacity: capacity) {
            index = JSONEscaping.append(bytes.span, to: &$0)
        }
        #expect(escaped(Array(bytes[..<index])) == String(decoding: output, as: UTF8.self))
        if capacity < 8 { #expect(index == 0) }
    }

    @Test func `strings and slices are escaped as arrays are`() {
        var output: [UInt8] = []
        JSONEscaping.append("a\"é", to: &output)
        JSONEscaping.append([0x22, 0x0A, 0x22][1..<2], to: &output)
        #expect(output == Array("a\\\"é\\n".utf8))
    }
}
