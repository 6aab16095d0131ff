import Testing

@testable import SmugLocal

@Suite struct EventRetryTests {
    @Test func `an event is tried three times`() {
        let delays = (0...4).map { EventRetry.delay(afterFailures: $0) }
        #expect(delays == [nil, .seconds(1), .seconds(2), nil, nil])
    }
}
