import SmugLoop
import Testing

/// In processes of their own: other tests' threads read the environment at the same time.
@Suite struct EnvironmentSlotTests {
    private static let name = "SMUG_TEST_SLOT"
    private static var value: String? { ProcessEnvironment.variables()[name] }

    @Test func `a variable is set, changed in place, and taken out`() async {
        await #expect(processExitsWith: .success) {
            let slot = EnvironmentSlot(Self.name)
            #expect(Self.value == nil)
            for text in ["Root=1", "", "a longer value than before", "short"] {
                slot.set(Array(text.utf8)[...])
                #expect(Self.value == text)
            }
            slot.set(nil)
            #expect(Self.value == nil)
            slot.set([0x61][...])
            #expect(Self.value == "a")
            slot.set(nil)
        }
    }

    @Test func `what is too long, or no text of C's, counts as none`() async {
        await #expect(processExitsWith: .success) {
            let slot = EnvironmentSlot(Self.name)
            slot.set([UInt8](repeating: 0x61, count: EnvironmentSlot.maxValueBytes)[...])
            #expect(Self.value?.utf8.count == EnvironmentSlot.maxValueBytes)
            slot.set([UInt8](repeating: 0x61, count: EnvironmentSlot.maxValueBytes + 1)[...])
            #expect(Self.value == nil)
            slot.set([0x61, 0, 0x62][...])
            #expect(Self.value == nil)
        }
    }
}
