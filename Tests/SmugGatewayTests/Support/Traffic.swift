import TestSupport

@testable import SmugGateway

/// Traffic for policies: gaps in milliseconds, from a seed.
struct Traffic: CustomStringConvertible, Sendable {
    let description: String
    /// The gap before a request, by its index.
    let gap: @Sendable (Int, inout SplitMix64) -> Double

    init(_ description: String, _ gap: @escaping @Sendable (Int, inout SplitMix64) -> Double) {
        self.description = description
        self.gap = gap
    }

    func arrivals(_ count: Int, seed: UInt64) -> [Arrival] {
        var random = SplitMix64(seed: seed)
        var time = 0.0
        return (0..<count).map { index in
            time += gap(index, &random)
            return Arrival(nanoseconds: Int64(time * 1_000_000))
        }
    }

    static func poisson(_ rate: Double) -> Traffic {
        var generator = ArrivalGenerator(.poisson(rate: rate), seed: 7)
        let times = generator.arrivals(4001).map { Double($0.nanoseconds) / 1_000_000 }
        return Traffic("Poisson, \(Int(rate)) a second") { index, _ in
            times[index % 4000 + 1] - times[index % 4000]
        }
    }

    static let all: [Traffic] =
        [5, 20, 50, 100, 300, 1000, 3000].map { poisson($0) } + [
            Traffic("pairs") { index, random in
                index % 2 == 0 ? .random(in: 20...200, using: &random) : 2
            },
            Traffic("fan-outs of 5") { index, random in
                index % 5 == 0 ? .random(in: 20...120, using: &random) : 0.1
            },
            Traffic("fan-outs of any size") { _, random in
                Int.random(in: 0..<5, using: &random) == 0
                    ? .random(in: 10...60, using: &random) : 0.2
            },
            Traffic("bursts of about 10") { _, random in
                Int.random(in: 0..<10, using: &random) == 0
                    ? .random(in: 100...600, using: &random) : .random(in: 0...2, using: &random)
            },
            Traffic("a metronome of 3 ms") { _, _ in 3 },
            Traffic("a metronome of 100 ms") { _, _ in 100 },
            Traffic("heavy tails") { _, random in
                // Pareto with an infinite variance.
                let uniform = Double.random(in: 0.0001...1, using: &random)
                return 2 / uniform.squareRoot() - 2
            },
            Traffic("quiet and busy by turns") { index, random in
                .random(in: 0...(index / 200 % 2 == 0 ? 4 : 100), using: &random)
            },
        ]
}
