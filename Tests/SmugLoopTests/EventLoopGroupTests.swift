import SmugLoop
import TestSupport
import Testing

@Suite struct EventLoopGroupTests {
    struct Failure: Error, Equatable {}

    @Test(arguments: [1, 2, 5])
    func `each loop of a group runs on a thread of its own`(count: Int) throws {
        let current = try TestLoop.run(loops: count) { group in
            var current: [[Bool]] = []
            for loop in group.loops {
                current.append(await loop.perform { group.loops.map(\.isCurrent) })
            }
            return current
        }
        for (row, flags) in current.enumerated() {
            #expect(flags.enumerated().allSatisfy { ($0.offset == row) == $0.element })
        }
    }

    @Test func `an error of the body leaves the group, whose threads have ended`() {
        #expect(throws: Failure()) { try EventLoopGroup.run(count: 2) { _ in throw Failure() } }
    }

    @Test func `there is at least one core`() {
        #expect(EventLoopGroup.availableCores >= 1)
    }

    @Test func `groups leave no descriptors behind`() async {
        await #expect(processExitsWith: .success) {
            try Descriptors.expectNoneLeft {
                for _ in 0..<100 { try EventLoopGroup.run(count: 3) { _ in } }
            }
        }
    }
}
