import SmugLoop
import Testing

@Suite struct CrashReportTests {
    @Test func `a trap is told with the requests at hand, and still ends the process`() async {
        let result = await #expect(
            processExitsWith: .failure, observing: [\.standardErrorContent, \.exitStatus]
        ) {
            CrashReport.install(slots: 3, asJSON: false)
            CrashReport.begin("first", in: 0)
            CrashReport.begin(String(repeating: "x", count: 500), in: 1)
            CrashReport.begin("third", in: 2)
            CrashReport.end(in: 0)
            CrashReport.begin("beyond", in: 3)
            fatalError("the reason")
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("the reason"))
        #expect(text.contains("requests at hand: \(String(repeating: "x", count: 127)) third\n"))
        #expect(!text.contains("first") && !text.contains("beyond"))
        guard case .signal = result?.exitStatus else {
            Issue.record("the process did not end by its signal")
            return
        }
    }

    @Test func `a function that logs in JSON tells it so`() async {
        let result = await #expect(
            processExitsWith: .failure, observing: [\.standardErrorContent]
        ) {
            CrashReport.install(slots: 1, asJSON: true)
            CrashReport.begin("id-1", in: 0)
            fatalError()
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        let start = #"{"level":"FATAL","message":"the process ends by SIG"#
        #expect(text.contains(start))
        #expect(text.contains("; requests at hand: id-1\"}\n"))
    }

    @Test func `a stack without end is told too`() async {
        let result = await #expect(
            processExitsWith: .failure, observing: [\.standardErrorContent]
        ) {
            CrashReport.install(slots: 1, asJSON: false)
            CrashReport.begin("deep", in: 0)
            _ = Self.sink(0)
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("SIGSEGV"))
        #expect(text.contains("requests at hand: deep\n"))
    }

    @Test func `a stack without end is told on every loop's thread`() async {
        let result = await #expect(
            processExitsWith: .failure, observing: [\.standardErrorContent]
        ) {
            CrashReport.install(slots: 1, asJSON: false)
            CrashReport.begin("deep", in: 0)
            try EventLoopGroup.run(count: 2) { group in
                await Task(executorPreference: group.loops[1]) { _ = Self.sink(0) }.value
            }
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("SIGSEGV"))
        #expect(text.contains("requests at hand: deep\n"))
    }

    private static func sink(_ depth: Int) -> Int {
        depth < 0 ? 0 : sink(depth + 1) &+ sink(depth + 2) &+ 1
    }
}
