import SmugLoop
import Testing

@testable import SmugCloudFormation

@Suite struct AnswerTimeTests {
    @Test(arguments: [
        (900_000, 890_000, 899_800), (60_000, 50_000, 59_800), (30_000, 24_000, 29_800),
        (3_000, 2_000, 2_800), (1_000, 500, 900), (100, 50, 90), (0, 0, 0),
    ])
    func `time is kept for the upload, and some to report`(left: Int, handler: Int, upload: Int) {
        let start = MonotonicTime(nanoseconds: 7)
        let time = AnswerTime(left: .milliseconds(left), at: start)
        #expect(time.ofHandler == .milliseconds(handler))
        #expect(start.duration(to: time.handlerDeadline) == .milliseconds(handler))
        #expect(start.duration(to: time.uploadDeadline) == .milliseconds(upload))
    }
}
