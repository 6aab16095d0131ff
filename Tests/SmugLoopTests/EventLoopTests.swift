import SmugLoop
import Synchronization
import TestSupport
import Testing

@Suite struct EventLoopTests {
    struct Failure: Error, Equatable {}

    private static let stranded = Shared<[Task<Void, any Error>]>([])

    @Test func `a task returns its result from the loop`() throws {
        let value = try TestLoop.run { loop in
            #expect(loop.isCurrent)
            #expect(EventLoop.current === loop)
            return 42
        }
        #expect(value == 42)
        #expect(EventLoop.current == nil)
    }

    @Test func `what is to run last runs behind the jobs that jobs enqueue`() throws {
        let order = Mutex<[Int]>([])
        try TestLoop.run { loop in
            loop.executeLast { order.withLock { $0.append(3) } }
            loop.execute {
                order.withLock { $0.append(1) }
                loop.execute { order.withLock { $0.append(2) } }
            }
            for _ in 0..<5 { await loop.nextTurn() }
        }
        #expect(order.withLock { $0 } == [1, 2, 3])
    }

    @Test func `jobs without end do not keep from its turn what is to run last`() throws {
        let isReached = Mutex(false)
        try TestLoop.run { loop in
            @Sendable func again() {
                if !isReached.withLock({ $0 }) { loop.execute { again() } }
            }
            again()
            loop.executeLast { isReached.withLock { $0 = true } }
            while !isReached.withLock({ $0 }) { await loop.nextTurn() }
        }
        #expect(isReached.withLock { $0 })
    }

    @Test func `an error leaves the loop`() {
        #expect(throws: Failure()) { try EventLoop.run { _ in throw Failure() } }
    }

    @Test func `a task comes back to its loop from each of its waits`() throws {
        try TestLoop.run(loops: 3) { group in
            let home = group.loops[0]
            for round in 0..<200 {
                let other = group.loops[1 + round % 2]
                let ranThere = await other.perform { other.isCurrent && !home.isCurrent }
                #expect(ranThere)
                #expect(home.isCurrent)
            }
        }
    }

    @Test func `nothing is lost of what many threads enqueue, and each one's order is kept`()
        throws
    {
        let perThread = 20_000
        try TestLoop.run(loops: 4) { group in
            let home = group.loops[0]
            let arrivals = Shared(Array(repeating: [Int](), count: group.loops.count))
            await withTaskGroup { tasks in
                for (index, loop) in group.loops.enumerated() {
                    tasks.addTask(executorPreference: loop) {
                        for number in 0..<perThread {
                            home.execute { arrivals.change { $0[index].append(number) } }
                        }
                        // Behind all the others in the same queue.
                        await withCheckedContinuation { done in home.execute { done.resume() } }
                    }
                }
            }
            for numbers in arrivals.value {
                #expect(numbers.elementsEqual(0..<perThread))
            }
        }
    }

    @Test func `jobs know whether the sockets were looked at meanwhile`() throws {
        try TestLoop.run { loop in
            let first = loop.pollCount
            await withCheckedContinuation { done in loop.execute { done.resume() } }
            #expect(loop.pollCount == first, "a job that a job enqueues runs before the next poll")
            await loop.nextTurn()
            #expect(loop.pollCount > first)
        }
    }

    @Test func `what is enqueued while a loop is busy runs in one turn`() throws {
        try TestLoop.run(loops: 2) { group in
            let (home, other) = (group.loops[0], group.loops[1])
            let enqueued = Shared(0)
            let seen = Shared<[UInt]>([])
            await withCheckedContinuation { done in
                other.execute {
                    for number in 0..<1_000 {
                        home.execute {
                            seen.change { $0.append(home.pollCount) }
                            if number == 999 { done.resume() }
                        }
                        enqueued.change { $0 += 1 }
                    }
                }
                // Busy until the other thread is done.
                while enqueued.value < 1_000 {}
            }
            #expect(Set(seen.value).count == 1)
        }
    }

    @Test func `a task that yields for ever leaves its turn to timers and sockets`() throws {
        try TestLoop.run { loop in
            let hog = Task(executorPreference: loop) {
                while !Task.isCancelled { await Task.yield() }
            }
            let pair = try await ConnectedPair.open(on: loop)
            pair.client.stream.write(Array("ping".utf8))
            try await pair.server.wait(forBytes: 4)
            #expect(pair.server.text == "ping")
            try await loop.sleep(for: .milliseconds(1))
            hog.cancel()
            await hog.value
            pair.close()
        }
    }

    @Test func `a closure that enqueues itself for ever leaves its turn to timers and sockets`()
        throws
    {
        try TestLoop.run { loop in
            let again = Repeater(on: loop)
            again.run()
            let pair = try await ConnectedPair.open(on: loop)
            pair.client.stream.write(Array("ping".utf8))
            try await pair.server.wait(forBytes: 4)
            try await loop.sleep(for: .milliseconds(1))
            #expect(again.count > 0)
            again.stop()
            pair.close()
        }
    }

    @Test func `closures run in the order in which they were enqueued, after the running one`()
        async throws
    {
        let order = Shared<[Int]>([])
        try TestLoop.run { loop in
            await withCheckedContinuation { done in
                loop.execute {
                    loop.execute {
                        order.change { $0.append(3) }
                        done.resume()
                    }
                    order.change { $0.append(1) }
                }
                loop.execute { order.change { $0.append(2) } }
                order.change { $0.append(0) }
            }
        }
        #expect(order.value == [0, 1, 2, 3])
    }

    @Test func `what is enqueued after the end is let go and never run`() throws {
        final class Witness: Sendable {}
        let loop = try TestLoop.run { $0 }
        weak var seen: Witness?
        do {
            let witness = Witness()
            seen = witness
            loop.execute { _ = witness }
            loop.stop()
        }
        #expect(seen == nil)
        #expect(!loop.isCurrent)
    }

    @Test func `threads that enqueue while a loop ends do it no harm`() throws {
        for _ in 0..<50 {
            try EventLoopGroup.run(count: 3) { group in
                let home = group.loops[0]
                for loop in group.loops.dropFirst() {
                    loop.execute { for _ in 0..<2_000 { home.execute {} } }
                }
            }
        }
    }

    @Test func `a cancellation that comes after the end of the loop is let go`() throws {
        let task = try TestLoop.run { loop in
            let task = Task(executorPreference: loop) {
                try await loop.suspend { (_: @escaping (Result<Void, any Error>) -> Void) in {} }
            }
            await loop.nextTurn()
            return task
        }
        task.cancel()
        // It can never run again, and so never ends: kept, for who looks for leaks.
        Self.stranded.change { $0.append(task) }
    }

    @Test func `the wall clock is that of the system`() {
        // 2024-01-01, and a day that no user of this version sees.
        let range = 1_704_067_200_000..<4_102_444_800_000 as Range<Int64>
        #expect(range.contains(EventLoop.wallClockMilliseconds))
    }
}

private final class Repeater: @unchecked Sendable {
    private(set) var count = 0
    private let loop: EventLoop
    private var isStopped = false

    init(on loop: EventLoop) { self.loop = loop }

    func run() {
        guard !isStopped else { return }
        count += 1
        loop.execute { [self] in run() }
    }

    func stop() { isStopped = true }
}
