import SmugLoop
import TestSupport
import Testing

@testable import SmugAWS
@testable import SmugGateway

@Suite struct StreamedWorkTests {
    @Test func `a function that is seen to run is over when it is seen to end`() throws {
        try TestLoop.run { loop in
            let work = StreamedWork(task: Task {}, dropped: DroppedAnswer(on: loop))
            work.dropped.begin(since: EventLoop.now, within: .seconds(60)) {}
            let over = Tally()
            work.whenOver { remainder in
                #expect(remainder == .over)
                over.add()
            }
            await loop.nextTurn()
            #expect(over.count == 0)
            work.dropped.end(.over)
            #expect(over.count == 1)
        }
    }
}
