import Testing

@testable import SmugGateway

/// Rows B-1 to B-10, X-3 and X-17b under random traffic: every request is given away exactly once, in time.
@Suite struct BatchSimulationTests {
    @Test(arguments: 0..<16 as Range<UInt64>)
    func `X-3 X-17b each request gets exactly one place, in order, in time, within every limit`(
        group: UInt64
    ) {
        for seed in group * 32..<(group + 1) * 32 {
            var simulation = BatchSimulation(seed: seed)
            #expect(throws: Never.self, "seed \(seed)") { try simulation.run() }
        }
    }

    @Test func `the traffic meets every outcome`() throws {
        var outcomes: [String: Int] = [:]
        var longestWait = 0
        for seed in 0..<64 as Range<UInt64> {
            var simulation = BatchSimulation(seed: seed)
            try simulation.run()
            outcomes.merge(simulation.outcomes, uniquingKeysWith: +)
            longestWait = max(longestWait, simulation.longestWait)
        }
        #expect(outcomes["drained", default: 0] > 8)
        for outcome in ["taken", "turned away", "invoked", "refused", "removed", "again", "late"] {
            #expect(outcomes[outcome, default: 0] > 200, "\(outcome)")
        }
        #expect(longestWait > 2, "nobody has to share")
    }
}
