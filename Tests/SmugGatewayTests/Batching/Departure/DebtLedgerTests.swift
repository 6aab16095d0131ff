import SmugLoop
import TestSupport
import Testing

@testable import SmugGateway

/// The promise of twice, whatever a forecast wants within the bounds that the ledger gives it.
@Suite struct DebtLedgerTests {
    private struct Game {
        let worth: Int64
        let maxItems: Int
        var ledger: DebtLedger
        var arrivals: [Arrival] = []
        var waiting: [Int64] = []
        var cost: Int64 = 0
        var now: Int64 = 1

        init(worth: Int64, maxItems: Int) {
            self.worth = worth
            self.maxItems = maxItems
            ledger = DebtLedger(worth: worth, maxItems: maxItems)
        }

        private var time: MonotonicTime { MonotonicTime(nanoseconds: UInt64(now)) }

        mutating func arrive() {
            ledger.requestArrived(at: time)
            arrivals.append(Arrival(nanoseconds: now))
            waiting.append(now)
            if waiting.count == maxItems { leave(isClosed: true) }
        }

        mutating func leave(isClosed: Bool = false) {
            ledger.batchLeft(isClosed: isClosed, at: time)
            cost += worth + waiting.reduce(0) { $0 + now - $1 }
            waiting = []
        }

        var isWithinPromise: Bool {
            cost <= 2 * Optimum.cost(arrivals, worth: worth, maxBatchSize: maxItems)
        }
    }

    @Test(arguments: 0..<32 as Range<UInt64>)
    func `whatever is chosen between the bounds, no future costs more than twice the least`(
        seed: UInt64
    ) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<30 {
            let worth = Int64.random(in: 1000...100_000, using: &random)
            let maxItems = [1, 2, 3, 4, 8, 16, 40].randomElement(using: &random) ?? 4
            var game = Game(worth: worth, maxItems: maxItems)
            let haste = Double.random(in: 0...1, using: &random)
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                for _ in 0..<Int.random(in: 1...maxItems, using: &random) { game.arrive() }
                guard !game.waiting.isEmpty else { continue }
                let bounds = game.ledger.departures()
                let early = Double.random(in: 0...1, using: &random) < haste
                let wait = min(bounds.latest, early ? bounds.earliest : bounds.latest)
                // Somebody may come before; else the batch leaves, and somebody comes right after.
                if Int.random(in: 0..<4, using: &random) == 0 {
                    game.now += .random(in: 0...wait, using: &random)
                } else {
                    game.now += wait
                    game.leave()
                    #expect(game.isWithinPromise, "seed \(seed), \(maxItems) in a batch")
                    if Int.random(in: 0..<4, using: &random) == 0 {
                        game.now += .random(in: 0...3 * worth, using: &random)
                    }
                }
            }
        }
    }

    @Test(arguments: 0..<24 as Range<UInt64>)
    func `the bounds are those of the plain rules, whatever happens when`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let worth = Int64.random(in: 1000...100_000, using: &random)
        let maxItems = [1, 2, 3, 5, 16, 40, 200, 1000].randomElement(using: &random) ?? 16
        var ledger = DebtLedger(worth: worth, maxItems: maxItems)
        var plain = PlainLedger(worth: worth, maxItems: maxItems)
        var waiting = 0
        var now: Int64 = 1
        for step in 0..<3000 {
            let time = MonotonicTime(nanoseconds: UInt64(now))
            switch Int.random(in: 0..<12, using: &random) {
            case 0 where waiting > 0, 1 where waiting > 0:
                ledger.batchLeft(isClosed: false, at: time)
                plain.batchLeft(isClosed: false, at: time)
                waiting = 0
            case 2 where waiting > 0:
                ledger.requestRemoved()
                plain.requestRemoved()
                waiting -= 1
            default:
                ledger.requestArrived(at: time)
                plain.requestArrived(at: time)
                waiting += 1
                let bounds = ledger.departures()
                let wanted = plain.departures()
                #expect(bounds == wanted, "seed \(seed), step \(step), \(maxItems) in a batch")
                guard bounds == wanted else { return }
                if waiting == maxItems {
                    ledger.batchLeft(isClosed: true, at: time)
                    plain.batchLeft(isClosed: true, at: time)
                    waiting = 0
                }
            }
            let gaps = [0, 1, worth / 50, worth / 3, 2 * worth, 40 * worth]
            let gap = gaps.randomElement(using: &random) ?? 0
            now += .random(in: 0...gap, using: &random)
        }
    }

    @Test func `the first request waits, and a credit of good hours lets later ones leave at once`()
    {
        var game = Game(worth: 16_000, maxItems: 16)
        var waits: [Int64] = []
        for _ in 0..<6 {
            game.arrive()
            let wait = game.ledger.departures().earliest
            waits.append(wait)
            game.now += wait
            game.leave()
            game.now += 1_000_000
        }
        #expect(waits == [14_000, 12_000, 8_000, 0, 0, 0])
    }

    @Test func `a credit ends somewhere`() {
        var game = Game(worth: 1000, maxItems: 16)
        for _ in 0..<1000 {
            game.arrive()
            game.now += min(game.ledger.departures().earliest, game.ledger.departures().latest)
            game.leave()
            game.now += 100_000
        }
        // Bursts one after the other, each of which could have been one batch.
        let before = game.cost
        let count = game.arrivals.count
        for _ in 0..<1000 {
            game.arrive()
            game.now += min(game.ledger.departures().earliest, game.ledger.departures().latest)
            game.leave()
        }
        let burst = Array(game.arrivals[count...])
        let least = Optimum.cost(burst, worth: 1000, maxBatchSize: 16)
        #expect(game.cost - before <= 2 * least + 34 * 1000)
    }

    @Test func `a batch that is sent early is forgiven, and the rest keeps the promise`() {
        var game = Game(worth: 10_000, maxItems: 8)
        for _ in 0..<50 {
            game.arrive()
            game.leave()
        }
        game.now += 1_000_000
        let before = game.cost
        game.arrive()
        game.now += game.ledger.departures().latest
        game.leave()
        #expect(game.cost - before <= 20_000)
    }

    @Test func `a request that is taken out leaves no debt behind`() {
        var ledger = DebtLedger(worth: 10_000, maxItems: 8)
        ledger.requestArrived(at: MonotonicTime(nanoseconds: 1))
        ledger.requestRemoved()
        ledger.requestArrived(at: MonotonicTime(nanoseconds: 100_001))
        #expect(ledger.plainWait == 10_000)
        #expect(ledger.departures().latest == 10_000)
    }

    @Test func `many requests at the far end of time are no trap`() {
        var ledger = DebtLedger(worth: 900_000_000_000, maxItems: 10_000)
        for index in 0..<200 as Range<UInt64> {
            ledger.requestArrived(at: MonotonicTime(nanoseconds: index << 54))
        }
        ledger.batchLeft(isClosed: false, at: .distantFuture)
        #expect(ledger.departures().earliest >= 0)
    }
}
