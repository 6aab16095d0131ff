import SmugLoop
import Testing

@testable import SmugTelemetry

@Suite struct ExportNoticeTests {
    private func at(_ seconds: Int) -> MonotonicTime {
        MonotonicTime(nanoseconds: 0).advanced(by: .seconds(seconds))
    }

    @Test func `a collector that is gone is told of once in a while, with all that was lost`() {
        var notice = ExportNotice()
        #expect(notice.exported() == nil)
        #expect(notice.failed(2, at: at(0)) == 2)
        #expect(notice.failed(3, at: at(59)) == nil)
        #expect(notice.failed(4, at: at(60)) == 7)
        #expect(notice.failed(1, at: at(61)) == nil)
        #expect(notice.exported() == 1)
        #expect(notice.exported() == nil)
        #expect(notice.failed(1, at: at(62)) == 1)
    }
}
