import SmugLoop
import Testing

@testable import SmugHTTP2

@Suite struct FloodGuardTests {
    private static let now = MonotonicTime(nanoseconds: 1)

    private static var limits: HTTP2Limits {
        var limits = HTTP2Limits()
        limits.maxContinuations = 3
        limits.streamResets = Allowance(capacity: 4, perSecond: 1)
        limits.overheadFrames = Allowance(capacity: 6, perSecond: 1)
        limits.overheadPerFrame = 2
        return limits
    }

    /// How many of these frames may come before one is too many, and what it is then.
    private static func count(
        _ frame: FloodGuard.Frame, _ guardian: inout FloodGuard
    ) -> (Int, HTTP2Fault?) {
        for count in 0..<100 {
            if let fault = guardian.received(frame, at: now) { return (count, fault) }
        }
        return (100, nil)
    }

    @Test(arguments: [
        (FloodGuard.Frame.continuation, 3, HTTP2Fault.continuationFlood),
        (.reset, 4, .resetFlood), (.emptyData, 6, .emptyDataFlood),
        (.settings, 6, .settingsFlood), (.ping, 6, .pingFlood), (.priority, 6, .priorityFlood),
        (.windowUpdate, 6, .windowUpdateFlood), (.unknown, 6, .unknownFrameFlood),
    ])
    func `each frame may come as often as its limit says`(
        frame: FloodGuard.Frame, number: Int, fault: HTTP2Fault
    ) {
        var guardian = FloodGuard(Self.limits)
        #expect(Self.count(frame, &guardian) == (number, fault))
    }

    @Test func `each head has its own continuations`() {
        var guardian = FloodGuard(Self.limits)
        for _ in 0..<10 {
            guardian.headBegan()
            for _ in 0..<3 { #expect(guardian.received(.continuation, at: Self.now) == nil) }
        }
    }

    @Test func `frames of all kinds share one allowance, which requests and data fill up`() {
        var guardian = FloodGuard(Self.limits)
        for _ in 0..<3 {
            #expect(guardian.received(.ping, at: Self.now) == nil)
            #expect(guardian.received(.windowUpdate, at: Self.now) == nil)
        }
        #expect(guardian.received(.ping, at: Self.now) == .pingFlood)
        guardian.dataSent()
        #expect(Self.count(.windowUpdate, &guardian) == (2, .windowUpdateFlood))
        guardian.headBegan()
        #expect(Self.count(.settings, &guardian) == (2, .settingsFlood))
    }

    @Test func `a fault has a name for metrics`() {
        #expect(HTTP2Fault.windowUpdateFlood.name == "window_update_flood")
        #expect(Set(HTTP2Fault.allCases.map(\.name)).count == HTTP2Fault.allCases.count)
    }
}
