import TestSupport
import Testing

@testable import SmugJSON

@Suite struct UTF8SequenceTests {
    @Test(arguments: 0..<UInt64(30))
    func `sequences are well-formed exactly when the standard library says so`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let leads: [UInt8] = [
            0x41, 0x80, 0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF3, 0xF4, 0xF5,
        ]
        let following: [UInt8] = [0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0]
        for _ in 0..<500 {
            var bytes = [leads.randomElement(using: &random) ?? 0]
            for _ in 0..<3 { bytes.append(following.randomElement(using: &random) ?? 0) }
            let sequence = UTF8Sequence(in: bytes.span, at: 0, end: bytes.count)
            let subpart = bytes[..<sequence.length]
            #expect(
                sequence.isWellFormed == (String(validating: subpart, as: UTF8.self) != nil),
                "\(bytes)")
        }
    }

    @Test func `every scalar is one sequence`() {
        for value in UInt32(0)...0x10FFFF where value % 7 == 0 || value > 0x10FF00 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let bytes = Array(scalar.utf8)
            let sequence = UTF8Sequence(in: bytes.span, at: 0, end: bytes.count)
            #expect(sequence.isWellFormed && sequence.length == bytes.count)
        }
    }
}
