import Glibc
import SmugLoop
import TestSupport
import Testing

@Suite struct ApartWorkerTests {
    /// Work that hangs until the test lets it go.
    private final class Gate: Sendable {
        private let ends: (read: Int32, write: Int32)

        init() throws {
            var ends: [Int32] = [0, 0]
            try #require(pipe(&ends) == 0)
            self.ends = (ends[0], ends[1])
        }

        deinit {
            Glibc.close(ends.read)
            Glibc.close(ends.write)
        }

        func wait() {
            var byte: UInt8 = 0
            Glibc.read(ends.read, &byte, 1)
        }

        func open() {
            var byte: UInt8 = 0
            Glibc.write(ends.write, &byte, 1)
        }
    }

    @Test func `work is done elsewhere, and its result is here`() throws {
        try TestLoop.run { loop in
            let worker = ApartWorker()
            for number in 0..<3 {
                let result = try await worker.run(on: loop) { (number, loop.isCurrent) }
                #expect(result == (number, false))
            }
        }
    }

    @Test func `work that hangs is given up, and none follows it until it comes back`() throws {
        try TestLoop.run { loop in
            let (worker, gate) = (ApartWorker(), try Gate())
            let late = await #expect(throws: LoopError.self) {
                try await worker.run(on: loop, within: .milliseconds(20)) { gate.wait() }
            }
            #expect(late?.message == "there is no answer of its file system after 20 ms")
            let refused = await #expect(throws: LoopError.self) {
                try await worker.run(on: loop) { 1 }
            }
            #expect(refused?.message == "its file system has still not answered")
            gate.open()
            var result: Int?
            while result == nil {
                result = try? await worker.run(on: loop) { 2 }
                await loop.nextTurn()
            }
            #expect(result == 2)
        }
    }

    @Test func `who is cancelled waits no longer`() throws {
        try TestLoop.run { loop in
            let (worker, gate) = (ApartWorker(), try Gate())
            let task = Task(executorPreference: loop) { () -> LoopError.Code? in
                do throws(LoopError) {
                    try await worker.run(on: loop) { gate.wait() }
                    return nil
                } catch {
                    return error.code
                }
            }
            await loop.nextTurn()
            task.cancel()
            #expect(await task.value == .cancelled)
            gate.open()
        }
    }
}
