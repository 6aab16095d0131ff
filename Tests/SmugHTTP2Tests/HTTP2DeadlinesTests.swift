import SmugLoop
import Testing

@testable import SmugHTTP2

@Suite struct HTTP2DeadlinesTests {
    private static func at(_ second: UInt64) -> MonotonicTime {
        MonotonicTime(nanoseconds: second * 1_000_000_000)
    }

    @Test func `nothing is due before its time`() {
        var deadlines = HTTP2Deadlines()
        #expect(deadlines.verdict(at: Self.at(1_000_000), taken: 0) == nil)
        deadlines.idle = Self.at(5)
        deadlines.write.begin(until: Self.at(4), at: TakingWatch.Taken())
        #expect(deadlines.earliest == Self.at(4))
        #expect(deadlines.verdict(at: Self.at(3), taken: 0) == nil)
        #expect(deadlines.verdict(at: Self.at(4), taken: 0) == .abort)
    }

    @Test(arguments: [(65_535, HTTP2Deadlines.Verdict.abort), (65_536, .writeOn)])
    func `a client that takes enough of what was written gets more time`(
        taken: Int, verdict: HTTP2Deadlines.Verdict
    ) {
        var deadlines = HTTP2Deadlines()
        deadlines.write.begin(until: Self.at(4), at: TakingWatch.Taken(ofConnection: 1_000))
        #expect(deadlines.verdict(at: Self.at(4), taken: 1_000 + taken) == verdict)
    }

    typealias Setter = @Sendable (inout HTTP2Deadlines, MonotonicTime) -> Void

    private static let ends: [(Setter, HTTP2Deadlines.Verdict)] = [
        ({ $0.idle = $1 }, .endIdle), ({ $0.head = $1 }, .endUnfinished),
        ({ $0.write.begin(until: $1, at: TakingWatch.Taken()) }, .abort),
        ({ $0.notice = $1 }, .endNotice), ({ $0.linger = $1 }, .close),
    ]

    @Test(arguments: ends)
    func `each wait has its own end`(set: Setter, verdict: HTTP2Deadlines.Verdict) {
        var deadlines = HTTP2Deadlines()
        set(&deadlines, Self.at(2))
        #expect(deadlines.verdict(at: Self.at(1), taken: 0) == nil)
        #expect(deadlines.verdict(at: Self.at(2), taken: 0) == verdict)
    }
}
