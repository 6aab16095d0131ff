import TestSupport
import Testing

@testable import SmugTelemetry

@Suite struct SamplerTests {
    struct Row: Sendable {
        let rule: Sampler.Rule
        let followsParent: Bool
        let decision: Bool?
        let isSampled: Bool
    }

    static let rows: [Row] = [
        Row(rule: .all, followsParent: true, decision: nil, isSampled: true),
        Row(rule: .all, followsParent: true, decision: false, isSampled: false),
        Row(rule: .all, followsParent: false, decision: false, isSampled: true),
        Row(rule: .none, followsParent: true, decision: nil, isSampled: false),
        Row(rule: .none, followsParent: true, decision: true, isSampled: true),
        Row(rule: .none, followsParent: false, decision: true, isSampled: false),
        Row(rule: .ratio(1), followsParent: false, decision: false, isSampled: true),
        Row(rule: .ratio(0), followsParent: true, decision: nil, isSampled: false),
    ]

    @Test(arguments: rows) func `a decision that was made counts where it shall`(_ row: Row) throws
    {
        let sampler = Sampler(row.rule, followsParent: row.followsParent)
        let id = try #require(TraceID(high: 1, low: .max))
        #expect(sampler.samples(id, decision: row.decision) == row.isSampled)
    }

    @Test(arguments: [0.01, 0.25, 0.5, 0.9])
    func `a ratio keeps that part of all traces`(ratio: Double) {
        let ids = SpanIDGenerator(.random, seeds: (7, 8))
        let sampler = Sampler(.ratio(ratio), followsParent: true)
        let count = 20_000
        let kept = (0..<count).count { _ in
            sampler.samples(ids.traceID(atEpochSeconds: 0), decision: nil)
        }
        #expect(abs(Double(kept) / Double(count) - ratio) < 0.02)
    }

    @Test func `a larger ratio keeps all that a smaller one keeps`() {
        let ids = SpanIDGenerator(.random, seeds: (1, 2))
        let (few, many) = (
            Sampler(.ratio(0.1), followsParent: false), Sampler(.ratio(0.3), followsParent: false)
        )
        for _ in 0..<1000 {
            let id = ids.traceID(atEpochSeconds: 0)
            #expect(!few.samples(id, decision: nil) || many.samples(id, decision: nil))
        }
    }

    @Test func `ids are unlike each other, and X-Ray's begin with the time`() {
        let ids = SpanIDGenerator(.xray, seeds: (1, 2))
        let traces = (0..<1000).map { _ in ids.traceID(atEpochSeconds: 0x6789_1233) }
        #expect(Set(traces).count == 1000)
        #expect(traces.allSatisfy { $0.high >> 32 == 0x6789_1233 })
        #expect(Set((0..<1000).map { _ in ids.spanID() }).count == 1000)
    }
}
