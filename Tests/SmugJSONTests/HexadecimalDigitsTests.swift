import SmugJSON
import Testing

/// Digits beside those that the standard library writes.
@Suite struct HexadecimalDigitsTests {
    @Test func `bytes are written as two digits each, however many there are`() {
        for count in 0...70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + count) }
            var output = Array("x".utf8)
            HexadecimalDigits.append(bytes.span, to: &output)
            let expected = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            #expect(String(decoding: output, as: UTF8.self) == "x" + expected)
        }
    }

    @Test(arguments: [0, 1, 9, 10, 0xABCD_EF01_2345_6789, UInt64.max, 0x0F0F_A0A0_9999_FFFF])
    func `the lowest digits of a number are written, and read again`(number: UInt64) {
        for count in 1...16 {
            var output: [UInt8] = []
            HexadecimalDigits.append(number, digits: count, to: &output)
            let all = String(repeating: "0", count: 16) + String(number, radix: 16)
            #expect(String(decoding: output, as: UTF8.self) == all.suffix(count))
            let mask = count == 16 ? UInt64.max : (1 << UInt64(count * 4)) - 1
            #expect(HexadecimalDigits.value(output.span, 0..<count) == number & mask)
        }
    }

    @Test(arguments: ["0G", "AB", "-1", " 1", "1g", "0x"])
    func `what is no lower-case digit is no number`(text: String) {
        let bytes = Array(text.utf8)
        #expect(HexadecimalDigits.value(bytes.span, 0..<bytes.count) == nil)
    }
}
