import SmugLoop
import Testing

@testable import SmugGateway

@Suite struct StallLimitTests {
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
        func at(_ milliseconds: UInt64) -> MonotonicTime {
            MonotonicTime(nanoseconds: milliseconds * 1_000_000)
        }
        let end = StallLimit(began: at(1000)).end(lastTaken: at(row.given))
        #expect(end == at(row.wanted))
    }
}
