import Synchronization
import Testing

@testable import SmugAWS

@Suite struct SigningClockTests {
    private static let noon: Int64 = 1_440_936_000
    private static let later = "Sun, 30 Aug 2015 13:00:00 GMT"

    @Test func `a refusal for the time puts the clock right, for all who sign`() {
        let clock = SigningClock { Self.noon }
        let refusal = "InvalidSignatureException"
        #expect(clock.now == Self.noon)
        #expect(clock.corrects(signedAt: Self.noon, refusal: refusal, date: Self.later))
        #expect(clock.now == Self.noon + 3600)
        #expect(
            clock.corrects(signedAt: Self.noon, refusal: refusal, date: Self.later),
            "one that was signed before the clock was right")
        #expect(
            !clock.corrects(signedAt: clock.now, refusal: refusal, date: Self.later),
            "one that was signed by the right time has another fault")
    }

    @Test func `a clock that runs ahead goes back, and one that is set right comes again`() {
        let machine = Mutex(Self.noon + 7200)
        let clock = SigningClock { machine.withLock { $0 } }
        let refusal = "RequestTimeTooSkewed"
        #expect(clock.corrects(signedAt: clock.now, refusal: refusal, date: Self.later))
        #expect(clock.now == Self.noon + 3600)
        machine.withLock { $0 = Self.noon + 3600 }
        #expect(clock.now == Self.noon)
        #expect(clock.corrects(signedAt: clock.now, refusal: refusal, date: Self.later))
        #expect(clock.now == Self.noon + 3600)
    }

    @Test(
        arguments: [
            ("AccessDeniedException", later), (nil, later), ("RequestExpired", nil),
            ("RequestExpired", "30 Aug 2015"), ("RequestExpired", "Sun, 30 Aug 2015 12:03:59 GMT"),
        ] as [(String?, String?)])
    func `what says nothing of the time changes nothing`(refusal: String?, date: String?) {
        let clock = SigningClock { Self.noon }
        #expect(!clock.corrects(signedAt: Self.noon, refusal: refusal, date: date))
        #expect(clock.now == Self.noon)
    }
}
