import SmugLoop
import Testing

@Suite struct EventLoopTests {
    @Test func `a task sleeps on the loop and returns its result`() throws {
        let began = EventLoop.now
        let value = try EventLoop.run { loop in
            try await loop.sleep(for: .milliseconds(5))
            #expect(loop.isCurrent)
            return 42
        }
        #expect(value == 42)
        #expect(EventLoop.now.nanosecondsSince(began) >= 5_000_000)
    }
    @Test func `child output`() throws {
        try EventLoop.run { loop in
            nonisolated(unsafe) var text: [UInt8] = []
            let exit: ChildProcess.Exit = try await withCheckedThrowingContinuation { c in
                do {
                    _ = try ChildProcess(
                        .init(executable: "sh", arguments: ["-c", "echo hi; exit 3"], environment: ["PATH": "/bin"]),
                        on: loop,
                        events: .init(output: { for i in $0.indices { text.append($0[i]) } }, errorOutput: { _ in }, ended: { c.resume(returning: $0) }))
                } catch { c.resume(throwing: error) }
            }
            #expect(exit == .status(3))
            #expect(text == Array("hi\n".utf8))
            let a = try await NameResolution.addresses(of: "localhost", port: 80, on: loop)
            #expect(!a.isEmpty)
            #expect(loop.openHandles == 0)
        }
    }
    @Test func `groups`() throws {
        let n = try EventLoopGroup.run(count: 3) { g in
            await withTaskGroup(of: Bool.self) { tg in
                for l in g.loops { tg.addTask(executorPreference: l) { l.isCurrent } }
                var c = 0
                for await ok in tg where ok { c += 1 }
                return c
            }
        }
        #expect(n == 3)
    }
    @Test func `cancel`() throws {
        try EventLoop.run { loop in
            let t = Task(executorPreference: loop) { try await loop.sleep(for: .seconds(100)) }
            try await loop.sleep(for: .milliseconds(2))
            t.cancel()
            await #expect(throws: CancellationError.self) { try await t.value }
        }
    }
}
