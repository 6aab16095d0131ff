import SmugHTTP2
import SmugLoop
import Testing

@Suite struct AllowanceTests {
    private static func at(_ seconds: Double) -> MonotonicTime {
        MonotonicTime(nanoseconds: 1_000_000_000 + UInt64(seconds * 1e9))
    }

    private static func spend(_ allowance: inout Allowance, at seconds: Double) -> Int {
        var count = 0
        while count < 1_000, allowance.spend(at: at(seconds)) { count += 1 }
        return count
    }

    @Test func `as many as the capacity may come at once`() {
        var allowance = Allowance(capacity: 5, perSecond: 2)
        #expect(Self.spend(&allowance, at: 0) == 5)
        #expect(Self.spend(&allowance, at: 0) == 0)
    }

    @Test func `what is spent comes back over time, up to the capacity`() {
        var allowance = Allowance(capacity: 5, perSecond: 2)
        _ = Self.spend(&allowance, at: 0)
        #expect(Self.spend(&allowance, at: 0.4) == 0)
        #expect(Self.spend(&allowance, at: 0.5) == 1)
        #expect(Self.spend(&allowance, at: 1.4) == 1)
        // The rest of the last half second counts on.
        #expect(Self.spend(&allowance, at: 1.5) == 1)
        #expect(Self.spend(&allowance, at: 3_600) == 5)
    }

    @Test func `what is earned counts up to the capacity`() {
        var allowance = Allowance(capacity: 5, perSecond: 1)
        allowance.earn(100)
        #expect(Self.spend(&allowance, at: 0) == 5)
        allowance.earn(3)
        #expect(Self.spend(&allowance, at: 0) == 3)
    }
}
