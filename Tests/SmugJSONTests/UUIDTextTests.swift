import Testing

@testable import SmugJSON

@Suite struct UUIDTextTests {
    private func text(_ high: UInt64, _ low: UInt64) -> String {
        var bytes = Array("id ".utf8)
        bytes.append(addingCapacity: UUIDText.count + 1) { output in
            UUIDText.write(high, low, to: &output)
            output.append(UInt8(ascii: "."))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [
        (0, 0, "00000000-0000-4000-8000-000000000000"),
        (UInt64.max, UInt64.max, "ffffffff-ffff-4fff-bfff-ffffffffffff"),
        (0x0123_4567_89AB_CDEF, 0x0FED_CBA9_8765_4321, "01234567-89ab-4def-8fed-cba987654321"),
    ])
    func `version and variant stand in their places, and all else is as given`(
        high: UInt64, low: UInt64, wanted: String
    ) {
        #expect(text(high, low) == "id \(wanted).")
    }
}
