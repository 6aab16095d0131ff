import SmugLoop
import TestSupport
import Testing

@testable import SmugGateway

/// Many loops at one batcher; run these under the thread sanitizer.
@Suite struct BatcherRaceTests {
    private static func key(_ number: UInt64) -> BatchKey {
        var key = BatchKey(route: 0)
        key.append([UInt8(truncatingIfNeeded: number % 5)][...])
        return key
    }

    @Test(arguments: [2, 4])
    func `a thousand callers over several loops each get their own answer`(loops: Int) throws {
        try TestLoop.run(loops: loops) { group in
            let stage = BatcherStage(window: .milliseconds(2), maxItems: 16)
            let wrong = await withTaskGroup(of: Bool.self) { tasks in
                for number in 1...1000 as ClosedRange<UInt64> {
                    let loop = group.loops[Int(number) % loops]
                    tasks.addTask(executorPreference: loop) {
                        let key = Self.key(number)
                        return await stage.call(number, key: key, on: loop) == .own(number)
                    }
                }
                return await tasks.reduce(0) { $0 + ($1 ? 0 : 1) }
            }
            #expect(wrong == 0)
            await stage.batcher.waitUntilIdle()
            #expect(stage.invoked.flatMap(\.self).sorted() == Array(1...1000))
            #expect(stage.invoked.allSatisfy { $0.count <= 16 })
        }
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `callers that leave, time out and stay get exactly one answer each`(seed: UInt64) throws {
        try TestLoop.run(loops: 4) { group in
            let stage = BatcherStage(
                window: .milliseconds(1), maxItems: 4, running: 8, waiting: 50
            ) { batch in
                for request in batch.items { request.answer(.naming(request)) }
            }
            var random = SplitMix64(seed: seed)
            var calls: [Task<Outcome, Never>] = []
            for number in 1...1000 as ClosedRange<UInt64> {
                let limit = Int.random(in: 0...3000, using: &random)
                calls.append(
                    stage.start(
                        number, key: Self.key(number), within: .microseconds(limit),
                        on: group.loops[Int(number) % 4]))
                if Bool.random(using: &random), let call = calls.randomElement(using: &random) {
                    call.cancel()
                }
            }
            for (index, call) in calls.enumerated() {
                let outcome = await call.value
                switch outcome {
                case .own(UInt64(index + 1)): break
                case .fault(.timedOut), .fault(.noTimeLeft), .fault(.clientLeft),
                    .fault(.overloaded):
                    break
                default: Issue.record("\(index + 1) got \(outcome)")
                }
            }
            await stage.batcher.waitUntilIdle()
            #expect(await stage.call(1001, on: group.loops[0]) == .own(1001), "it serves on")
            #expect(Set(stage.invoked.flatMap(\.self)).count == stage.invoked.joined().count)
        }
    }

    /// A cancellation from another thread that comes while the request is being added must not
    /// leave it behind in the batch, where it would take a place that nobody gives back.
    @Test func `a caller that leaves while it is added takes nobody's place`() throws {
        try TestLoop.run(loops: 2) { group in
            let depth = 300
            let stage = BatcherStage(maxItems: 1_000_000, depth: depth)
            let loop = group.loops[1]
            for round in 0..<150 as Range<UInt64> {
                let begun = Tally()
                let calls = (1...UInt64(depth)).map { number in
                    Task(executorPreference: loop) {
                        begun.add()
                        return await stage.call(round * 1000 + number, on: loop)
                    }
                }
                for (index, call) in calls.enumerated() {
                    // Each is cancelled on the heels of its beginning, a little later every time.
                    while begun.count <= index {}
                    for _ in 0..<index + Int(round) { _ = loop.isCurrent }
                    call.cancel()
                }
                for call in calls { #expect(await call.value == .fault(.clientLeft)) }
            }
            let calls = (1...UInt64(depth)).map {
                stage.start(1_000_000 + $0, within: .milliseconds(100), on: loop)
            }
            for call in calls { #expect(await call.value == .fault(.timedOut)) }
            #expect(stage.invoked == [])
        }
    }
}
