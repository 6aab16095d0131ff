import SmugLoop
import TestSupport
import Testing

/// What a test does wrong is its own error, and no other test's end.
@Suite struct TestLoopTests {
    private struct Broken: Error {}

    private static let patience = Duration.milliseconds(60)

    @Test(arguments: [0, 1])
    func `what it leaves open is told`(index: Int) {
        let error = #expect(throws: TestLoop.LeftOpen.self) {
            try TestLoop.run(loops: 2, patience: Self.patience) { group in
                let loop = group.loops[index]
                await loop.perform { _ = try? TestListener(on: loop) }
            }
        }
        #expect(error?.handles == 1)
    }

    @Test func `an error is told, whatever it leaves open`() {
        #expect(throws: Broken.self) {
            try TestLoop.run { loop in
                _ = try TestListener(on: loop)
                throw Broken()
            }
        }
    }

    @Test func `who waits in vain is cancelled`() {
        let error = #expect(throws: TestLoop.WaitedInVain.self) {
            try TestLoop.run(patience: Self.patience * 10) {
                try await $0.sleep(for: .seconds(1_000))
            }
        }
        #expect(error?.end is CancellationError)
    }

    @Test func `who heeds no cancellation is left behind`() {
        let error = #expect(throws: TestLoop.WaitedInVain.self) {
            try TestLoop.run(patience: Self.patience) { loop in
                while true { await loop.nextTurn() }
            }
        }
        #expect(error != nil && error?.end == nil)
    }

    @Test func `any other program is told by an assertion`() async {
        let result = await #expect(
            processExitsWith: .failure, observing: [\.standardErrorContent]
        ) {
            try EventLoop.run { loop in _ = try TestListener(on: loop) }
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("1 handles were left open when their loop ended"))
    }
}
