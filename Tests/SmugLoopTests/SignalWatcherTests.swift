import Glibc
import SmugLoop
import TestSupport
import Testing

/// One at a time: signals are the whole process's.
@Suite(.serialized) struct SignalWatcherTests {
    @Test func `each signal calls back, until the watcher is closed`() throws {
        try TestLoop.run { loop in
            let counter = Counter()
            let watcher = try SignalWatcher(.hangup, on: loop) { counter.value += 1 }
            // Keeps the signal from ending the process when the first watcher is closed.
            let shield = try SignalWatcher(.hangup, on: loop) { counter.shielded += 1 }
            for round in 1...3 {
                Self.hangUp()
                while counter.value < round { await loop.nextTurn() }
            }
            #expect(counter.value == 3)
            watcher.close()
            watcher.close()
            Self.hangUp()
            while counter.shielded < 4 { await loop.nextTurn() }
            #expect(counter.value == 3)
            shield.close()
        }
    }

    @Test func `a signal reaches the watchers of all loops`() throws {
        try TestLoop.run(loops: 2) { group in
            let seen = Shared<[Int]>([])
            let watchers = Shared<[@Sendable () -> Void]>([])
            for (index, loop) in group.loops.enumerated() {
                await loop.perform {
                    let watcher = try? SignalWatcher(.hangup, on: loop) {
                        seen.change { $0.append(index) }
                    }
                    nonisolated(unsafe) let closing = watcher
                    watchers.change { $0.append { closing?.close() } }
                }
            }
            Self.hangUp()
            while seen.value.count < 2 { await group.loops[0].nextTurn() }
            #expect(seen.value.sorted() == [0, 1])
            for (loop, close) in zip(group.loops, watchers.value) {
                await loop.perform { close() }
            }
        }
    }

    /// To the process as a whole: the threads that tests run on may have it blocked.
    private static func hangUp() { kill(getpid(), SIGHUP) }

    @Test func `a signal that cannot be caught is an error`() throws {
        try TestLoop.run { loop in
            let error = #expect(throws: LoopError.self) {
                try SignalWatcher(.kill, on: loop) {}
            }
            #expect(error?.call == "uv_signal_start")
        }
    }
}

private final class Counter: @unchecked Sendable {
    var value = 0
    var shielded = 0
}
