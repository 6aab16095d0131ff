import Testing

@testable import SmugGateway

/// Rows B-1 to B-10 under random traffic: every request is given away exactly once, in time.
@Suite struct BatchSimulationTests {
    @Test(arguments: 0..<16 as Range<UInt64>)
    func `each request gets exactly one place, in order, in time, within every limit`(
        group: UInt64
    ) {
        for seed in group * 32..<(group + 1) * 32 {
            var simulation = BatchSimulation(seed: seed)
            #expect(throws: Never.self, "seed \(seed)") { try simulation.run() }
        }
    }

    @Test func `the traffic meets every outcome`() throws {
        var outcomes: [String: Int] = [:]
        for seed in 0..<64 as Range<UInt64> {
            var simulation = BatchSimulation(seed: seed)
            try simulation.run()
            outcomes.merge(simulation.outcomes, uniquingKeysWith: +)
        }
        for outcome in ["taken", "turned away", "invoked", "refused", "removed"] {
            #expect(outcomes[outcome, default: 0] > 200, "\(outcome)")
        }
    }
}
