import SmugLoop
import Testing

@testable import SmugTelemetry

@Suite struct ExportRetryTests {
    private static let now = MonotonicTime(nanoseconds: 1_000_000_000)
    private static let end = now.advanced(by: .seconds(30))

    private func next(
        after answer: ExportAnswer, part: Double = 1, isLast: Bool = false
    ) -> ExportRetry.Action {
        var retry = ExportRetry(before: Self.end)
        return retry.next(after: answer, at: Self.now, part: part, isLast: isLast)
    }

    private func seconds(_ seconds: Double) -> MonotonicTime {
        Self.now.advanced(by: .seconds(seconds))
    }

    @Test(arguments: [429, 502, 503, 504])
    func `what will pass is tried again, when the collector says or after a pause`(status: Int) {
        #expect(next(after: .refused(status: status, retryAfter: nil)) == .tryAgain(at: seconds(1)))
        #expect(
            next(after: .refused(status: status, retryAfter: nil), part: 0)
                == .tryAgain(at: seconds(0.5)))
        #expect(next(after: .refused(status: status, retryAfter: 7)) == .tryAgain(at: seconds(7)))
        #expect(next(after: .refused(status: status, retryAfter: 0)) == .tryAgain(at: Self.now))
    }

    @Test(arguments: [301, 400, 401, 403, 404, 408, 413, 500, 501])
    func `what will not pass is given up`(status: Int) {
        #expect(
            next(after: .refused(status: status, retryAfter: 1))
                == .giveUp("the collector answers \(status)"))
    }

    @Test func `who is not there is asked again`() {
        #expect(next(after: .unreachable("gone")) == .tryAgain(at: seconds(1)))
    }

    @Test func `without time for another attempt the last one counts`() {
        #expect(next(after: .unreachable("gone"), isLast: true) == .giveUp("gone"))
        #expect(
            next(after: .refused(status: 503, retryAfter: 30))
                == .giveUp("the collector answers 503"))
        #expect(
            next(after: .refused(status: 503, retryAfter: .max))
                == .giveUp("the collector answers 503"))
        #expect(next(after: .refused(status: 503, retryAfter: 29)) == .tryAgain(at: seconds(29)))
    }

    @Test func `pauses double up to their limit, and end with the time`() {
        var retry = ExportRetry(before: Self.end)
        var now = Self.now
        var pauses: [Duration] = []
        while case .tryAgain(let time) = retry.next(
            after: .unreachable("gone"), at: now, part: 1, isLast: false)
        {
            pauses.append(now.duration(to: time))
            now = time
        }
        #expect(pauses == [1, 2, 4, 8, 8].map { .seconds($0) })
    }

    @Test func `spans that are taken are done with`() {
        #expect(next(after: .taken(ExportResponse()), isLast: true) == .done(ExportResponse()))
    }
}
