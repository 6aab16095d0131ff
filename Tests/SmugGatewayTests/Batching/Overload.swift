import SmugLoop
import TestSupport
import Testing

@testable import SmugGateway

/// More requests than a function can serve, on a virtual clock.
///
/// The driver keeps a request's time and an invocation's place as the gateway does: who times out
/// is told, its invocation runs on.
struct Overload {
    struct Setting: CustomTestStringConvertible {
        let testDescription: String
        var limit = 64
        var keys = 400
        var batchSize = 1
        /// How long invocations take, in milliseconds, each as often.
        var times: [Int] = [500]
        var timeout = 2000
        /// Of what can be served.
        var load = 3.0
        /// When Lambda throttles all, in milliseconds.
        var storm = 0..<0

        var capacity: Double {
            let mean = Double(times.reduce(0, +)) / Double(times.count)
            return Double(limit * batchSize) * 1000 / mean
        }
    }

    private enum Event {
        case arrival
        case window(BatchKey)
        case end(Batch<StubItem>, took: Int64)
        case throttled(Batch<StubItem>)
        case deadline(UInt64, BatchKey)
        case growth
    }

    private let setting: Setting
    private var random: SplitMix64
    private var machine: BatchMachine<StubItem>
    private var events = TimerQueue<(Event, MonotonicTime)>()
    private var now = MonotonicTime.at(0)
    private var count: UInt64 = 0
    private var lastArrival = MonotonicTime.at(0)

    /// Answered in time, by the second.
    private(set) var served: [Int] = []
    private(set) var invoked = 0
    /// Invoked and not answered in time.
    private(set) var inVain = 0
    /// Told that their turn has come too late.
    private(set) var late = 0
    /// Never invoked and never told before their time was up.
    private(set) var forgotten = 0
    /// Turned away at once.
    private(set) var refused = 0
    private(set) var mostRunning = 0

    init(_ setting: Setting, seed: UInt64) {
        self.setting = setting
        random = SplitMix64(seed: seed)
        let policy = BatchPolicy(
            window: .fixed(.zero), maxItems: setting.batchSize, maxBytes: 1_000_000,
            maxQueueDepth: 1000, maxRunning: nil, timeout: .milliseconds(setting.timeout))
        machine = BatchMachine(
            policies: [policy], maxRunning: setting.limit, maxWaiting: 256,
            idleTime: .seconds(30))
    }

    mutating func run(seconds: Int) {
        served = Array(repeating: 0, count: seconds + 1 + setting.timeout / 1000)
        lastArrival = .at(seconds * 1000)
        schedule(.arrival, at: now)
        while let (event, time) = events.popDue(at: .distantFuture) {
            now = time
            handle(event)
            mostRunning = max(mostRunning, machine.running)
        }
    }

    /// How much of what can be served was, in these seconds.
    func share(_ seconds: Range<Int>) -> Double {
        Double(served[seconds].reduce(0, +)) / Double(seconds.count) / setting.capacity
    }

    private mutating func schedule(_ event: Event, at time: MonotonicTime) {
        _ = events.add((event, time), at: time)
    }

    private mutating func handle(_ event: Event) {
        switch event {
        case .arrival: arrive()
        case .window(let key): perform(machine.windowEnded(key: key, at: now), key)
        case .growth: perform(machine.limitsGrew(at: now))
        case .throttled(let batch):
            perform(
                machine.invocationEnded(route: 0, round: batch.round, .throttled, at: now))
        case .end(let batch, let took):
            for item in batch.items {
                if now <= item.deadline {
                    served[Int(now.nanoseconds / 1_000_000_000)] += 1
                } else {
                    inVain += 1
                }
            }
            machine.invocationTook(took, size: batch.items.count, route: 0)
            perform(machine.invocationEnded(route: 0, round: batch.round, at: now))
        case .deadline(let identity, let key):
            if machine.remove(identity, key: key) { forgotten += 1 }
        }
    }

    private mutating func arrive() {
        let gap = 1e9 / (setting.capacity * setting.load)
        let next = now.advanced(
            byNanoseconds: Int64(gap * -Double.random(in: 0.0001...1, using: &random).logarithm))
        if next < lastArrival { schedule(.arrival, at: next) }
        count += 1
        var key = BatchKey(route: 0)
        let number = Int.random(in: 0..<setting.keys, using: &random)
        key.append(Array(String(number).utf8)[...])
        let deadline = now.advanced(by: .milliseconds(setting.timeout))
        let item = StubItem(count, deadline: deadline)
        guard let step = machine.add(item, key: key, at: now) else {
            refused += 1
            return
        }
        schedule(.deadline(count, key), at: deadline)
        perform(step, key)
    }

    private mutating func perform(
        _ step: BatchMachine<StubItem>.Step, _ key: BatchKey? = nil
    ) {
        if let timer = step.timer, let key { schedule(.window(key), at: max(timer, now)) }
        if let growth = step.growth { schedule(.growth, at: growth) }
        late += step.late.count
        for batch in step.refuse { refused += batch.items.count }
        for batch in step.invoke {
            if setting.storm.contains(Int(now.nanoseconds / 1_000_000)) {
                schedule(.throttled(batch), at: now.advanced(by: .milliseconds(10)))
                continue
            }
            invoked += batch.items.count
            // Half a per cent around it.
            let time = setting.times.randomElement(using: &random) ?? 0
            let took = Int64(Double(time) * .random(in: 995_000...1_005_000, using: &random))
            schedule(.end(batch, took: took), at: now.advanced(byNanoseconds: took))
        }
    }
}

extension Double {
    /// The natural logarithm, for gaps of a Poisson process; without Foundation.
    fileprivate var logarithm: Double {
        // ln x = 2 artanh((x - 1) / (x + 1)) of the significand, and so many times ln 2.
        let ratio = (significand - 1) / (significand + 1)
        var (sum, power) = (0.0, ratio)
        for odd in stride(from: 1, through: 41, by: 2) {
            sum += power / Double(odd)
            power *= ratio * ratio
        }
        return 2 * sum + Double(exponent) * 0.693_147_180_559_945_3
    }
}
