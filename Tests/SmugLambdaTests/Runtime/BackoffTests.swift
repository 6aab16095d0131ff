import Testing

@testable import SmugLambda

@Suite struct BackoffTests {
    @Test func `each failure in a row doubles the wait, up to a limit and then no more`() {
        var backoff = Backoff(
            first: .milliseconds(10), longest: .milliseconds(50), maxRetries: 4)
        let delays = (0..<6).map { _ in backoff.delayAfterFailure() }
        #expect(
            delays == [
                .milliseconds(10), .milliseconds(20), .milliseconds(40), .milliseconds(50), nil,
                nil,
            ])
        backoff.succeeded()
        #expect(backoff.delayAfterFailure() == .milliseconds(10))
    }

    @Test func `however many failures there are, the wait does not overflow`() {
        var backoff = Backoff(first: .seconds(1), longest: .seconds(2), maxRetries: 200)
        for _ in 0..<200 { #expect(backoff.delayAfterFailure() ?? .zero <= .seconds(2)) }
    }
}
