import SmugLoop
import TestSupport
import Testing

@Suite struct LoopTimersTests {
    @Test(arguments: 0..<4 as Range<UInt64>)
    func `no timer fires early and all fire in order`(seed: UInt64) throws {
        try TestLoop.run { loop in
            var random = SplitMix64(seed: seed)
            let log = Log()
            let start = EventLoop.now
            var deadlines = (0..<200).map { _ in
                start.advanced(byNanoseconds: Int64.random(in: 0..<20_000_000, using: &random))
            }
            for deadline in deadlines {
                _ = loop.schedule(at: deadline) {
                    #expect(EventLoop.now >= deadline)
                    log.deadlines.append(deadline)
                }
            }
            deadlines.sort()
            // The last of all: those that are due together come as they were added.
            try await loop.sleep(until: deadlines.last ?? start)
            #expect(log.deadlines == deadlines)
        }
    }

    @Test func `a timer that is taken back does not fire`() throws {
        try TestLoop.run { loop in
            let log = Log()
            let due = EventLoop.now.advanced(by: .milliseconds(1))
            let timer = loop.schedule(at: due) { log.names.append("taken back") }
            _ = loop.schedule(at: due) { log.names.append("kept") }
            loop.cancel(timer)
            loop.cancel(timer)
            try await loop.sleep(until: due.advanced(by: .milliseconds(1)))
            #expect(log.names == ["kept"])
            loop.cancel(timer)
        }
    }

    @Test func `timers that are due together fire in order, in one turn`() throws {
        try TestLoop.run { loop in
            let log = Log()
            let due = EventLoop.now.advanced(by: .milliseconds(1))
            for name in ["a", "b", "c"] {
                _ = loop.schedule(at: due) {
                    log.names.append(name)
                    loop.execute { log.names.append("job") }
                }
            }
            try await loop.sleep(until: due.advanced(by: .milliseconds(1)))
            #expect(log.names == ["a", "b", "c", "job", "job", "job"])
        }
    }

    @Test func `a timer takes another back that is due with it`() throws {
        try TestLoop.run { loop in
            let log = Log()
            let due = EventLoop.now.advanced(by: .milliseconds(1))
            _ = loop.schedule(at: due) {
                log.names.append("first")
                if let victim = log.timer { loop.cancel(victim) }
            }
            log.timer = loop.schedule(at: due) { log.names.append("second") }
            try await loop.sleep(until: due.advanced(by: .milliseconds(1)))
            #expect(log.names == ["first"])
        }
    }

    @Test func `a timer for the past fires in the next turn, also one that a timer sets`() throws {
        try TestLoop.run { loop in
            let log = Log()
            let past = MonotonicTime(nanoseconds: 0)
            func again() {
                log.names.append("again")
                if log.names.count < 10_000 { _ = loop.schedule(at: past, again) }
            }
            _ = loop.schedule(at: past, again)
            #expect(log.names.isEmpty)
            await loop.nextTurn()
            #expect(log.names.count <= 2)
            log.names += Array(repeating: "enough", count: 10_000)
            await loop.nextTurn()
        }
    }

    @Test func `a timer at the end of time keeps no loop from ending`() throws {
        try TestLoop.run { loop in
            _ = loop.schedule(at: .distantFuture) { Issue.record("time has ended") }
            await loop.nextTurn()
        }
    }

    @Test func `a thousand tasks sleep at once`() throws {
        try TestLoop.run { loop in
            let woken = await withTaskGroup(of: Bool.self) { tasks in
                for index in 0..<1_000 {
                    tasks.addTask {
                        let due = EventLoop.now.advanced(byNanoseconds: Int64(index) * 10_000)
                        try? await loop.sleep(until: due)
                        return EventLoop.now >= due
                    }
                }
                return await tasks.reduce(0) { $1 ? $0 + 1 : $0 }
            }
            #expect(woken == 1_000)
        }
    }

    // MARK: - Cancellation

    @Test func `who is cancelled before does not sleep`() throws {
        try TestLoop.run { loop in
            let task = Task(executorPreference: loop) { try await loop.sleep(for: .seconds(1_000)) }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test func `who is cancelled while asleep wakes at once`() throws {
        try TestLoop.run { loop in
            let task = Task(executorPreference: loop) { try await loop.sleep(for: .seconds(1_000)) }
            await loop.nextTurn()
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test func `who is cancelled from another thread wakes at once`() throws {
        try TestLoop.run(loops: 2) { group in
            let loop = group.loops[0]
            let task = Task(executorPreference: loop) { try await loop.sleep(for: .seconds(1_000)) }
            await loop.nextTurn()
            group.loops[1].execute { task.cancel() }
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test func `a cancellation after the sleep changes nothing`() throws {
        try TestLoop.run { loop in
            let task = Task(executorPreference: loop) { try await loop.sleep(for: .zero) }
            try await task.value
            task.cancel()
            await loop.nextTurn()
            try await task.value
        }
    }
}

private final class Log: @unchecked Sendable {
    var names: [String] = []
    var deadlines: [MonotonicTime] = []
    var timer: TimerID?
}
