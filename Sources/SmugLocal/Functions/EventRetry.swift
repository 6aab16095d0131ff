/// When an event that its function failed on is tried again.
///
/// Lambda waits one minute and then two; nobody who sits in front of it wants to.
enum EventRetry {
    /// After the first try and after the second.
    static let delays: [Duration] = [.seconds(1), .seconds(2)]

    /// - Parameter failures: how often the function has failed on the event, 1 or more.
    /// - Returns: `nil` where that was the last try.
    static func delay(afterFailures failures: Int) -> Duration? {
        delays.indices.contains(failures - 1) ? delays[failures - 1] : nil
    }
}
