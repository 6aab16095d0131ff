import SmugLoop
import TestSupport
import Testing

@testable import SmugGateway

@Suite struct EventHeapTests {
    @Test(arguments: 0..<10 as Range<UInt64>)
    func `events come by time, and those of one time as they were added`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var heap = EventHeap<Int>()
        var waiting: [(time: UInt64, number: Int)] = []
        for number in 0..<500 {
            if Int.random(in: 0..<3, using: &random) == 0, !waiting.isEmpty {
                waiting.sort { ($0.time, $0.number) < ($1.time, $1.number) }
                let (event, time) = heap.popFirst() ?? (-1, .distantFuture)
                let wanted = waiting.removeFirst()
                #expect(event == wanted.number && time.nanoseconds == wanted.time)
            }
            let time = UInt64.random(in: 0..<50, using: &random)
            heap.add(number, at: MonotonicTime(nanoseconds: time))
            waiting.append((time, number))
            #expect(heap.earliest?.nanoseconds == waiting.map(\.time).min())
        }
        var last = MonotonicTime(nanoseconds: 0)
        var count = 0
        while let (_, time) = heap.popFirst() {
            #expect(time >= last)
            last = time
            count += 1
        }
        #expect(count == waiting.count)
        #expect(heap.earliest == nil && heap.popFirst() == nil)
    }
}
