import SmugLoop
import Testing

@Suite struct EnvironmentSlotTests {
    private func value(of name: String) -> String? { ProcessEnvironment.variables()[name] }

    @Test func `a variable is set, changed in place, and taken out`() {
        let slot = EnvironmentSlot("SMUG_TEST_SLOT")
        #expect(value(of: "SMUG_TEST_SLOT") == nil)
        for text in ["Root=1", "", "a longer value than before", "short"] {
            slot.set(Array(text.utf8)[...])
            #expect(value(of: "SMUG_TEST_SLOT") == text)
        }
        slot.set(nil)
        #expect(value(of: "SMUG_TEST_SLOT") == nil)
        slot.set([0x61][...])
        #expect(value(of: "SMUG_TEST_SLOT") == "a")
        slot.set(nil)
    }

    @Test func `what is too long, or no text of C's, counts as none`() {
        let slot = EnvironmentSlot("SMUG_TEST_LONG_SLOT")
        slot.set([UInt8](repeating: 0x61, count: EnvironmentSlot.maxValueBytes)[...])
        #expect(value(of: "SMUG_TEST_LONG_SLOT")?.utf8.count == EnvironmentSlot.maxValueBytes)
        slot.set([UInt8](repeating: 0x61, count: EnvironmentSlot.maxValueBytes + 1)[...])
        #expect(value(of: "SMUG_TEST_LONG_SLOT") == nil)
        slot.set([0x61, 0, 0x62][...])
        #expect(value(of: "SMUG_TEST_LONG_SLOT") == nil)
    }
}
