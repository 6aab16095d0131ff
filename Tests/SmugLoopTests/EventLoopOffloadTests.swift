import SmugLoop
import TestSupport
import Testing

@Suite struct EventLoopOffloadTests {
    @Test func `work is done beside the loop, and its result comes back to it`() throws {
        let (sum, wasOnLoop, isOnLoop) = try TestLoop.run { loop in
            let (sum, wasOnLoop) = await loop.offload {
                ((1...1000).reduce(0, +), loop.isCurrent)
            }
            return (sum, wasOnLoop, loop.isCurrent)
        }
        #expect(sum == 500_500)
        #expect(!wasOnLoop)
        #expect(isOnLoop)
    }

    @Test func `more work than there are threads is done as well`() throws {
        let results = try TestLoop.run { loop in
            await withTaskGroup(of: Int.self) { group in
                for number in 0..<100 {
                    group.addTask(executorPreference: loop) { await loop.offload { number } }
                }
                return await group.reduce(into: Set<Int>()) { $0.insert($1) }
            }
        }
        #expect(results.count == 100)
    }
}
