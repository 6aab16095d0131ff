import SmugLoop
import TestSupport
import Testing

@testable import SmugAWS
@testable import SmugGateway

@Suite struct StreamedWorkTests {
    private static func work(until deadline: MonotonicTime, on loop: EventLoop) -> StreamedWork {
        StreamedWork(
            task: Task {}, dropped: DroppedAnswer(on: loop), deadline: deadline, loop: loop)
    }

    @Test func `a function that is seen to run is over when it is seen to end`() throws {
        try TestLoop.run { loop in
            let work = Self.work(until: MonotonicTime(nanoseconds: 0), on: loop)
            work.dropped.begin(since: EventLoop.now, within: .seconds(60)) {}
            let over = Tally()
            work.whenOver { over.add() }
            await loop.nextTurn()
            #expect(over.count == 0, "although its requests' time is over")
            work.dropped.end(.over)
            #expect(over.count == 1)
        }
    }

    @Test func `one that nobody sees is taken to run until its requests' time is over`() throws {
        try TestLoop.run { loop in
            let deadline = EventLoop.now.advanced(by: .milliseconds(20))
            let work = Self.work(until: deadline, on: loop)
            let over = Tally()
            work.whenOver { over.add() }
            await loop.nextTurn()
            await over.reaches(1)
            #expect(EventLoop.now >= deadline)
        }
    }
}
