import SmugLoop
import Synchronization
import TestSupport
import Testing

@testable import SmugTelemetry

@Suite struct SpanExporterTests {
    /// A collector that answers what it is told to, and then takes everything.
    private final class Collector: SpanTransport {
        private struct State {
            var answers: [ExportAnswer]
            var bodies: [[UInt8]] = []
            var timeouts: [Duration] = []
        }

        private let state: Mutex<State>
        /// Whether it never answers.
        let hangs: Bool
        private let loop: EventLoop

        init(_ answers: [ExportAnswer] = [], hangs: Bool = false, on loop: EventLoop) {
            state = Mutex(State(answers: answers))
            self.hangs = hangs
            self.loop = loop
        }

        func send(_ body: [UInt8], timeout: Duration) async -> ExportAnswer {
            let answer = state.withLock { state in
                state.bodies.append(body)
                state.timeouts.append(timeout)
                return state.answers.isEmpty ? nil : state.answers.removeFirst()
            }
            // Ended by whoever cancels.
            if hangs { try? await loop.sleep(until: .distantFuture) }
            return answer ?? .taken(ExportResponse())
        }

        var bodies: [[UInt8]] { state.withLock(\.bodies) }
        var timeouts: [Duration] { state.withLock(\.timeouts) }
    }

    private struct Stage {
        let exporter: SpanExporter
        let collector: Collector
        let counters: SpanCounters
        let sink = LineSink()
        let log: Log

        init(_ collector: Collector, on loop: EventLoop, _ change: (inout SpanLimits) -> Void) {
            var limits = SpanLimits()
            limits.maxQueueSize = 4
            limits.maxExportBatchSize = 2
            limits.scheduleDelay = .seconds(600)
            change(&limits)
            let counters = SpanCounters(exported: Counter(), dropped: Counter(), failed: Counter())
            self.collector = collector
            self.counters = counters
            log = sink.log()
            exporter = SpanExporter(
                limits, sendTimeout: .seconds(10), transport: collector, counters: counters,
                on: loop, log: log
            ) { Array($0.joined()) }
        }

        func add(_ spans: ClosedRange<UInt8>) {
            for span in spans { exporter.add([span], at: EventLoop.now) }
        }

        var counts: [Int] {
            [counters.exported.value, counters.dropped.value, counters.failed.value]
        }
    }

    private func run(
        _ answers: [ExportAnswer] = [], hangs: Bool = false, left: Duration = .seconds(600),
        change: @escaping @Sendable (inout SpanLimits) -> Void = { _ in },
        _ body: @escaping @Sendable (Stage, EventLoop) async -> Void,
        check: @escaping @Sendable (Stage) -> Void
    ) throws {
        try TestLoop.run { loop in
            let stage = Stage(Collector(answers, hangs: hangs, on: loop), on: loop, change)
            await stage.exporter.exporting {
                await body(stage, loop)
                return EventLoop.now.advanced(by: left)
            }
            stage.log.flush()
            check(stage)
        }
    }

    @Test func `full batches leave while others gather, and the end takes what is left`() throws {
        try run { stage, loop in
            stage.add(1...3)
            while stage.collector.bodies.isEmpty { await loop.nextTurn() }
            #expect(stage.collector.bodies == [[1, 2]])
            #expect(stage.exporter.count == 1)
        } check: { stage in
            #expect(stage.collector.bodies == [[1, 2], [3]])
            #expect(stage.counts == [3, 0, 0])
        }
    }

    @Test func `a span leaves alone when it has waited long enough`() throws {
        try run(change: { $0.scheduleDelay = .milliseconds(1) }) { stage, loop in
            stage.add(1...1)
            while stage.collector.bodies.isEmpty { await loop.nextTurn() }
        } check: { stage in
            #expect(stage.collector.bodies == [[1]])
        }
    }

    @Test func `what the queue has no room for is dropped and counted`() throws {
        try run { stage, _ in
            stage.add(1...6)
        } check: { stage in
            #expect(stage.collector.bodies == [[1, 2], [3, 4]])
            #expect(stage.counts == [4, 2, 0])
        }
    }

    @Test func `a batch is tried again, and its spans are counted once`() throws {
        let busy = ExportAnswer.refused(status: 503, retryAfter: 0)
        try run([busy, busy]) { stage, loop in
            stage.add(1...2)
            while stage.collector.bodies.count < 3 { await loop.nextTurn() }
        } check: { stage in
            #expect(stage.collector.bodies == [[1, 2], [1, 2], [1, 2]])
            #expect(stage.counts == [2, 0, 0])
            #expect(stage.sink.events.isEmpty)
        }
    }

    @Test func `a pause ends with the gateway, and one last attempt is made`() throws {
        let busy = ExportAnswer.refused(status: 503, retryAfter: 20)
        try run([busy, busy]) { stage, loop in
            stage.add(1...2)
            while stage.collector.bodies.isEmpty { await loop.nextTurn() }
            await loop.nextTurn()
        } check: { stage in
            #expect(stage.collector.bodies.count == 2)
            #expect(stage.counts == [0, 0, 2])
            #expect(stage.sink.events == ["traces_not_exported"])
        }
    }

    @Test func `a collector that never answers has until the end, and no longer`() throws {
        try run(hangs: true, left: .milliseconds(20)) { stage, loop in
            stage.add(1...4)
            while stage.collector.bodies.isEmpty { await loop.nextTurn() }
        } check: { stage in
            #expect(stage.collector.bodies == [[1, 2]])
            #expect(stage.exporter.count == 0)
            #expect(stage.counts == [2, 0, 2])
        }
    }

    @Test func `an attempt has no more time than its batch`() throws {
        try run(change: { $0.exportTimeout = .seconds(3) }) { stage, _ in
            stage.add(1...2)
        } check: { stage in
            #expect(stage.collector.timeouts.allSatisfy { $0 <= .seconds(3) && $0 > .zero })
        }
    }

    @Test func `spans that are rejected are lost, and the others are not`() throws {
        var some = ExportResponse([0x0A, 2, 8, 1], .protobuf)
        #expect(some.rejectedSpans == 1)
        try run([.taken(some)]) { stage, _ in
            stage.add(1...2)
        } check: { stage in
            #expect(stage.counts == [1, 0, 1])
        }
        some = ExportResponse([0x0A, 2, 8, 9], .protobuf)
        try run([.taken(some)]) { stage, _ in
            stage.add(1...2)
        } check: { stage in
            #expect(stage.counts == [0, 0, 2])
        }
    }

    @Test func `a collector that is back is told of, with what was lost meanwhile`() throws {
        try run([.refused(status: 400, retryAfter: nil)]) { stage, _ in
            stage.add(1...4)
        } check: { stage in
            #expect(stage.sink.events == ["traces_not_exported", "traces_exported_again"])
            #expect(stage.counts == [2, 0, 2])
        }
    }

    @Test func `spans may come from every thread`() throws {
        try TestLoop.run(loops: 3) { group in
            let collector = Collector(on: group.loops[0])
            let stage = Stage(collector, on: group.loops[0]) {
                $0.maxQueueSize = 10_000
                $0.maxExportBatchSize = 7
            }
            await stage.exporter.exporting {
                await withTaskGroup { tasks in
                    for loop in group.loops {
                        tasks.addTask {
                            await loop.perform {
                                for _ in 0..<50 {
                                    stage.add(0...9)
                                    await loop.nextTurn()
                                }
                            }
                        }
                    }
                }
                return EventLoop.now.advanced(by: .seconds(600))
            }
            #expect(stage.counts == [1500, 0, 0])
            #expect(collector.bodies.reduce(0) { $0 + $1.count } == 1500)
        }
    }
}
