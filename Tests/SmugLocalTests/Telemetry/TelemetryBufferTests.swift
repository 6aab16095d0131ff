import SmugLoop
import Testing

@testable import SmugLocal

@Suite struct TelemetryBufferTests {
    typealias Batch = TelemetryBuffer.Batch

    private static let limits = TelemetrySubscription.Buffering(
        maxItems: 3, maxBytes: 10, timeout: .milliseconds(100))

    private static func at(_ milliseconds: Int) -> MonotonicTime {
        MonotonicTime(nanoseconds: UInt64(milliseconds) * 1_000_000)
    }

    private static func record(_ number: UInt8, _ count: Int = 1) -> [UInt8] {
        Array(repeating: number, count: count)
    }

    @Test func `what is told is gathered until the first has waited enough`() {
        var buffer = TelemetryBuffer(Self.limits)
        #expect(buffer.next(at: Self.at(0)) == .none)
        buffer.add(Self.record(1), at: Self.at(10))
        buffer.add(Self.record(2), at: Self.at(50))
        #expect(buffer.next(at: Self.at(60)) == .wait(until: Self.at(110)))
        #expect(buffer.next(at: Self.at(110)) == .send(Batch(records: [[1], [2]])))
        #expect(!buffer.isEmpty)
        buffer.taken()
        #expect(buffer.isEmpty)
        #expect(buffer.next(at: Self.at(111)) == .none)
    }

    @Test func `as many as wanted go out at once, by number or by bytes`() {
        var byNumber = TelemetryBuffer(Self.limits)
        for number: UInt8 in 1...3 { byNumber.add(Self.record(number), at: Self.at(0)) }
        #expect(byNumber.next(at: Self.at(0)) == .send(Batch(records: [[1], [2], [3]])))
        var byBytes = TelemetryBuffer(Self.limits)
        byBytes.add(Self.record(1, 9), at: Self.at(0))
        #expect(byBytes.next(at: Self.at(0)) == .wait(until: Self.at(100)))
        byBytes.add(Self.record(2), at: Self.at(0))
        #expect(byBytes.next(at: Self.at(0)) == .send(Batch(records: [Self.record(1, 9), [2]])))
    }

    @Test func `what is urgent does not wait`() {
        var buffer = TelemetryBuffer(Self.limits)
        #expect(buffer.next(at: Self.at(0), isUrgent: true) == .none)
        buffer.add(Self.record(1), at: Self.at(0))
        #expect(buffer.next(at: Self.at(0), isUrgent: true) == .send(Batch(records: [[1]])))
    }

    @Test func `one batch is on its way at a time, and is sent until it is taken`() {
        var buffer = TelemetryBuffer(Self.limits)
        buffer.add(Self.record(1), at: Self.at(0))
        let batch = Batch(records: [[1]])
        #expect(buffer.next(at: Self.at(100)) == .send(batch))
        buffer.add(Self.record(2), at: Self.at(100))
        #expect(buffer.next(at: Self.at(1_000)) == .none)
        var now = 1_000
        for wait in [50, 100, 200, 400, 800, 1_600, 1_600] {
            buffer.refused(at: Self.at(now))
            now += wait
            #expect(buffer.next(at: Self.at(now - 1)) == .wait(until: Self.at(now)))
            #expect(buffer.next(at: Self.at(now)) == .send(batch))
        }
        buffer.taken()
        #expect(buffer.next(at: Self.at(now)) == .send(Batch(records: [[2]])))
        buffer.refused(at: Self.at(now))
        #expect(buffer.next(at: Self.at(now)) == .wait(until: Self.at(now + 50)))
    }

    @Test func `beside a batch that nobody takes only so much waits, and the rest is counted`() {
        var buffer = TelemetryBuffer(Self.limits)
        buffer.add(Self.record(9), at: Self.at(0))
        #expect(buffer.next(at: Self.at(100)) == .send(Batch(records: [[9]])))
        for number: UInt8 in 1...5 { buffer.add(Self.record(number, 2), at: Self.at(100)) }
        buffer.taken()
        let first = (1...3).map { Self.record($0, 2) }
        #expect(
            buffer.next(at: Self.at(100))
                == .send(Batch(records: first, droppedRecords: 2, droppedBytes: 4)))
        buffer.add(Self.record(1, buffer.maxWaitingBytes), at: Self.at(100))
        buffer.add(Self.record(2), at: Self.at(100))
        buffer.taken()
        #expect(
            buffer.next(at: Self.at(100))
                == .send(
                    Batch(
                        records: [Self.record(1, buffer.maxWaitingBytes)], droppedRecords: 1,
                        droppedBytes: 1)))
        buffer.taken()
        #expect(buffer.isEmpty)
    }
}
