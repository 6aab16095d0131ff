import SmugLoop
import Testing

@testable import SmugTLS

@Suite struct TicketKeyRingTests {
    private typealias Ring = TicketKeyRing<Int>

    private static func time(_ hours: Int) -> MonotonicTime {
        MonotonicTime(nanoseconds: 0).advanced(by: .seconds(hours * 3600))
    }

    @Test func `a key seals for half a day and opens for as long again`() {
        var ring = Ring()
        #expect(ring.sealing(at: Self.time(0)) { 1 } == 1)
        #expect(ring.sealing(at: Self.time(11)) { 2 } == 1)
        #expect(ring.opening(at: Self.time(11)) { $0 == 1 }?.isCurrent == true)
        #expect(ring.sealing(at: Self.time(12)) { 2 } == 2)
        #expect(ring.opening(at: Self.time(12)) { $0 == 1 }?.isCurrent == false)
        #expect(ring.opening(at: Self.time(12)) { $0 == 2 }?.isCurrent == true)
        #expect(ring.opening(at: Self.time(23)) { $0 == 1 }?.key == 1)
        #expect(ring.opening(at: Self.time(24)) { $0 == 1 } == nil)
    }

    @Test func `a key that nobody replaces is old all the same`() {
        var ring = Ring()
        _ = ring.sealing(at: Self.time(0)) { 1 }
        #expect(ring.opening(at: Self.time(13)) { $0 == 1 }?.isCurrent == false)
        #expect(ring.opening(at: Self.time(24)) { $0 == 1 } == nil)
    }

    @Test func `what no key has sealed is not opened`() {
        var ring = Ring()
        #expect(ring.opening(at: Self.time(0)) { _ in true } == nil)
        _ = ring.sealing(at: Self.time(0)) { 1 }
        #expect(ring.opening(at: Self.time(0)) { $0 == 2 } == nil)
    }

    @Test func `without randomness nothing is sealed`() {
        var ring = Ring()
        #expect(ring.sealing(at: Self.time(0)) { nil } == nil)
    }
}
