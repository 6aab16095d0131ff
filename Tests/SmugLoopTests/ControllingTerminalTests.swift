import SmugLoop
import Testing

/// Tests have no terminal, or keep it: it never hangs up.
@Suite struct ControllingTerminalTests {
    @Test func `a terminal that stays has not hung up`() {
        #expect(!ControllingTerminal().hasHungUp)
    }
}
