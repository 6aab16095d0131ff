import SmugLoop
import TestSupport
import Testing

@testable import SmugNet

@Suite struct DeadlineTimerTests {
    @Test func `it serves every deadline that is no earlier`() throws {
        try TestLoop.run { loop in
            let at = EventLoop.now.advanced(by: .seconds(60))
            var timer = DeadlineTimer()
            #expect(!timer.isDue(by: at))
            timer.set(to: at, on: loop) {}
            #expect(timer.isDue(by: at) && timer.isDue(by: .distantFuture))
            #expect(!timer.isDue(by: at.advanced(byNanoseconds: -1)))
            timer.fired()
            #expect(!timer.isDue(by: .distantFuture))
            timer.cancel(on: loop)
        }
    }

    @Test(arguments: [true, false])
    func `it fires at its last deadline alone`(isCancelled: Bool) throws {
        try TestLoop.run { loop in
            let fired = Shared([Int]())
            var timer = DeadlineTimer()
            for number in 1...3 {
                timer.set(to: EventLoop.now, on: loop) { fired.change { $0.append(number) } }
            }
            if isCancelled { timer.cancel(on: loop) }
            for _ in 0..<3 { await loop.nextTurn() }
            #expect(fired.value == (isCancelled ? [] : [3]))
        }
    }

    @Test func `a deadline that never comes takes its timer back`() throws {
        try TestLoop.run { loop in
            let fired = Shared(0)
            var timer = DeadlineTimer()
            timer.set(to: EventLoop.now, on: loop) { fired.change { $0 += 1 } }
            timer.set(to: .distantFuture, on: loop) { fired.change { $0 += 1 } }
            #expect(!timer.isDue(by: .distantFuture))
            for _ in 0..<3 { await loop.nextTurn() }
            #expect(fired.value == 0)
        }
    }
}
