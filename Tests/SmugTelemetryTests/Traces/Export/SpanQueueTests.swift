import SmugLoop
import Testing

@testable import SmugTelemetry

@Suite struct SpanQueueTests {
    private static let start = MonotonicTime(nanoseconds: 1_000_000_000)

    private func queue(_ max: Int, batch: Int) -> SpanQueue {
        var limits = SpanLimits()
        limits.maxQueueSize = max
        limits.maxExportBatchSize = batch
        limits.scheduleDelay = .seconds(5)
        return SpanQueue(limits)
    }

    private func after(_ seconds: Int) -> MonotonicTime {
        Self.start.advanced(by: .seconds(seconds))
    }

    @Test func `a span waits for others, but not longer than the delay`() {
        var queue = queue(10, batch: 3)
        #expect(queue.next(at: Self.start) == .wait(until: nil))
        #expect(queue.add([1], at: Self.start) == .keptAndDue)
        #expect(queue.add([2], at: after(1)) == .kept)
        #expect(queue.next(at: after(4)) == .wait(until: after(5)))
        #expect(queue.next(at: after(5)) == .export([[1], [2]]))
        #expect(queue.next(at: after(5)) == .wait(until: nil))
    }

    @Test func `a full batch leaves at once, and the rest begins to wait`() {
        var queue = queue(10, batch: 2)
        _ = queue.add([1], at: Self.start)
        #expect(queue.add([2], at: Self.start) == .keptAndDue)
        #expect(queue.add([3], at: Self.start) == .kept)
        #expect(queue.next(at: after(1)) == .export([[1], [2]]))
        #expect(queue.next(at: after(1)) == .wait(until: after(6)))
        #expect(queue.next(at: after(6)) == .export([[3]]))
    }

    @Test func `at the limit a span is kept, and one above it is dropped`() {
        var queue = queue(2, batch: 2)
        _ = queue.add([1], at: Self.start)
        #expect(queue.add([2], at: Self.start) == .keptAndDue)
        #expect(queue.add([3], at: Self.start) == .dropped)
        #expect(queue.count == 2)
        _ = queue.next(at: Self.start)
        #expect(queue.add([4], at: Self.start) == .keptAndDue)
    }

    @Test func `at the end everything is due, and nothing more comes in`() {
        var queue = queue(10, batch: 2)
        for byte in 0..<3 as Range<UInt8> { _ = queue.add([byte], at: Self.start) }
        queue.close()
        #expect(queue.add([9], at: Self.start) == .dropped)
        #expect(queue.next(at: Self.start) == .export([[0], [1]]))
        #expect(queue.next(at: Self.start) == .export([[2]]))
        #expect(queue.next(at: Self.start) == .end)
    }
}
