internal import SmugLoop

/// When the log tells of spans that could not be exported: once in a while, with how many they were.
struct ExportNotice: Sendable {
    /// A collector that is gone costs a line in this time.
    static let interval = Duration.seconds(60)

    private var lost = 0
    private var next = MonotonicTime(nanoseconds: 0)
    private var hasFailed = false

    /// How many spans to tell of; `nil` where it is too early for another line.
    mutating func failed(_ count: Int, at now: MonotonicTime) -> Int? {
        hasFailed = true
        lost += count
        guard now >= next else { return nil }
        next = now.advanced(by: Self.interval)
        defer { lost = 0 }
        return lost
    }

    /// How many spans have been lost since the last line, after exports that failed; else `nil`.
    mutating func exported() -> Int? {
        guard hasFailed else { return nil }
        hasFailed = false
        next = MonotonicTime(nanoseconds: 0)
        defer { lost = 0 }
        return lost
    }
}
