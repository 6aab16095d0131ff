internal import SmugHTTP
internal import SmugLoop

/// The `Date` field's value, made anew once a second.
///
/// For one loop.
final class DateCache {
    private var second: Int64 = .min
    private var text: [UInt8] = []

    func now() -> [UInt8] {
        let seconds = EventLoop.wallClockSeconds
        if seconds != second {
            second = seconds
            text = HTTPDate.format(epochSeconds: seconds)
        }
        return text
    }
}
