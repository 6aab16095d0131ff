import TestSupport
import Testing

@testable import SmugCloudFormation

@Suite struct UploadRetriesTests {
    /// The longest pause there can be.
    private struct Patient: RandomNumberGenerator {
        /// Kept, for of a value without bytes the thread sanitizer is told no address that there is.
        let most = UInt64.max
        mutating func next() -> UInt64 { most }
    }

    @Test func `pauses grow up to a limit, and attempts have one`() {
        var retries = UploadRetries()
        var random = Patient()
        var pauses: [Duration] = []
        while let pause = retries.pauseAfterFailure(left: .seconds(900), using: &random) {
            pauses.append(pause)
        }
        #expect(
            pauses == [200, 400, 800, 1600, 3200, 5000, 5000].map { .milliseconds($0) })
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func `a pause is anything up to its longest`(seed: UInt64) throws {
        var retries = UploadRetries()
        var random = SplitMix64(seed: seed)
        let pause = try #require(
            retries.pauseAfterFailure(left: .seconds(900), using: &random))
        #expect((.zero...UploadRetries.firstPause).contains(pause))
    }

    @Test(arguments: [(250, true), (249, false), (0, false), (-1, false)])
    func `what has no time left is given up`(left: Int, again: Bool) {
        var retries = UploadRetries()
        var random = Patient()
        let pause = retries.pauseAfterFailure(left: .milliseconds(left), using: &random)
        #expect((pause != nil) == again)
    }
}
