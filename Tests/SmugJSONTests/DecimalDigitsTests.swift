import SmugJSON
import Testing

@Suite struct DecimalDigitsTests {
    @Test(
        arguments: [
            0, 1, 9, 10, 11, 99, 100, 101, 1000, 1_700_000_000_000, -1, -10, .max, .min,
        ] as [Int64])
    func `digits are as the standard library writes them`(value: Int64) {
        var output: [UInt8] = []
        DecimalDigits.append(value, to: &output)
        #expect(String(decoding: output, as: UTF8.self) == String(value))
        #expect(DecimalDigits.count(of: value) == output.count)
    }
}
