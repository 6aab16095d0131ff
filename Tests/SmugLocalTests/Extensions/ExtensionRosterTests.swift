import Testing

@testable import SmugLocal

@Suite struct ExtensionRosterTests {
    private func roster(_ events: String...) throws -> ExtensionRoster {
        var roster = ExtensionRoster(expecting: ["watch"])
        try roster.register("watch", as: "1", for: events)
        return roster
    }

    @Test func `an environment is idle when all that were started wait`() throws {
        var roster = ExtensionRoster(expecting: ["watch"])
        #expect(!roster.isIdle)
        try roster.register("watch", as: "1", for: ["INVOKE"])
        #expect(!roster.isIdle)
        #expect(try roster.polled("1") == nil)
        #expect(roster.isIdle)
        try roster.register("inner", as: "2", for: [])
        #expect(!roster.isIdle)
        #expect(try roster.polled("2") == nil)
        #expect(roster.isIdle)
        roster.withdrew("2")
        #expect(!roster.isIdle)
    }

    @Test func `without extensions it is idle at once`() {
        #expect(ExtensionRoster(expecting: []).isIdle)
    }

    @Test func `who waits is told at once, who does not when it asks`() throws {
        var roster = try roster("INVOKE", "SHUTDOWN")
        #expect(try roster.polled("1") == nil)
        #expect(roster.tell(.invoke, [1]) == ["1"])
        #expect(!roster.isIdle)
        #expect(roster.tell(.shutdown, [2]) == [])
        #expect(try roster.polled("1") == [2])
        #expect(try roster.polled("1") == nil)
        #expect(roster.isIdle)
    }

    @Test func `nobody is told what it has not registered for`() throws {
        var roster = try roster()
        #expect(try roster.polled("1") == nil)
        #expect(roster.tell(.invoke, [1]) == [])
        #expect(roster.tell(.shutdown, [1]) == [])
        #expect(roster.isIdle)
        #expect(!roster.awaitsEnd("watch"))
    }

    struct Refused: CustomTestStringConvertible, Sendable {
        let name: String
        let events: [String]
        let refusal: ExtensionRoster.Refusal

        var testDescription: String { refusal.rawValue }
    }

    @Test(arguments: [
        Refused(name: "", events: [], refusal: .unnamed),
        Refused(name: "other", events: ["START"], refusal: .unknownEvent),
        Refused(name: "other", events: ["SHUTDOWN"], refusal: .shutdownOfInternal),
        Refused(name: "watch", events: [], refusal: .registeredTwice),
    ])
    func `what is no registration is refused`(refused: Refused) throws {
        var roster = try roster("INVOKE")
        #expect(throws: refused.refusal) {
            try roster.register(refused.name, as: "2", for: refused.events)
        }
    }

    @Test func `after the first invocation nobody registers`() throws {
        var roster = try roster("INVOKE")
        _ = roster.tell(.invoke, [1])
        #expect(throws: ExtensionRoster.Refusal.registrationClosed) {
            try roster.register("late", as: "2", for: [])
        }
    }

    @Test func `a stranger is not told anything`() {
        var roster = ExtensionRoster(expecting: [])
        #expect(!roster.isKnown("1"))
        #expect(throws: ExtensionRoster.Refusal.unknownIdentifier) { try roster.polled("1") }
    }

    @Test func `with the function's process its own extensions are gone`() throws {
        var roster = try roster("SHUTDOWN")
        try roster.register("inner", as: "2", for: ["INVOKE"])
        roster.dropInternal()
        #expect(roster.isKnown("1"))
        #expect(!roster.isKnown("2"))
        #expect(roster.awaitsEnd("watch"))
    }
}
