import SmugLoop
import TestSupport
import Testing

@Suite struct EventLoopDeadlineTests {
    private struct Broken: Error {}

    @Test func `what is done in time gives its result, or its error`() throws {
        try TestLoop.run { loop in
            let later = EventLoop.now.advanced(by: .seconds(50))
            let result = try await loop.run(until: later) { 7 }
            #expect(result == 7)
            await #expect(throws: Broken.self) {
                try await loop.run(until: later) { throw Broken() }
            }
        }
    }

    @Test func `what is not done in time is cancelled, and told as late`() throws {
        try TestLoop.run { loop in
            let error = await #expect(throws: LoopError.self) {
                try await loop.run(until: EventLoop.now) {
                    try await loop.sleep(for: .seconds(50))
                }
            }
            #expect(error?.code == .timedOut)
        }
    }

    @Test func `the caller's cancellation is passed on as what it is`() throws {
        try TestLoop.run { loop in
            let task = Task(executorPreference: loop) {
                try await loop.run(until: EventLoop.now.advanced(by: .seconds(50))) {
                    try await loop.sleep(for: .seconds(50))
                }
            }
            await loop.nextTurn()
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }
}
