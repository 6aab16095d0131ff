import SmugLoop
import Testing

@testable import SmugGateway

@Suite struct StallLimitTests {
    private static func at(_ milliseconds: UInt64) -> MonotonicTime {
        MonotonicTime(nanoseconds: milliseconds * 1_000_000)
    }

    @Test(arguments: [
        Named("took something since", 1000 as UInt64, 1250 as UInt64),
        Named("takes it now, on and on", 1200 as UInt64, 1250 as UInt64),
        Named("took something a moment before", 990 as UInt64, 1240 as UInt64),
        Named("stood still for most of the time", 755 as UInt64, 1010 as UInt64),
        Named("stood still for long", 0 as UInt64, 1010 as UInt64),
    ])
    func `who stood still before has less time, and nobody has more than the limit`(
        _ row: Named<UInt64, UInt64>
    ) {
        let end = StallLimit().end(ofWaitFrom: Self.at(1000), lastTaken: Self.at(row.given))
        #expect(end == Self.at(row.wanted))
    }

    @Test func `however many clients trickle, the others wait for them so long together`() {
        var limit = StallLimit()
        var now: UInt64 = 1000
        var waits: [UInt64] = []
        for _ in 0..<5 {
            let end = limit.end(ofWaitFrom: Self.at(now), lastTaken: Self.at(now))
            waits.append(end.nanoseconds / 1_000_000 - now)
            limit.waitedInVain(from: Self.at(now), to: end)
            now += waits.last ?? 0
        }
        #expect(waits == [250, 250, 10, 10, 10])
    }
}
