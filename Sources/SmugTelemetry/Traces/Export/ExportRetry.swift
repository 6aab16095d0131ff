internal import SmugLoop

/// Decides what becomes of a batch of spans after an attempt (OTLP 1.x, "Failures").
struct ExportRetry: Sendable {
    enum Action: Hashable, Sendable {
        case done(ExportResponse)
        case tryAgain(at: MonotonicTime)
        case giveUp(String)
    }

    /// Doubles from attempt to attempt.
    static let firstPause = Duration.seconds(1)
    static let maxPause = Duration.seconds(8)

    private let deadline: MonotonicTime
    private var pause = Self.firstPause

    init(before deadline: MonotonicTime) { self.deadline = deadline }

    /// - Parameters:
    ///   - part: of the pause that is waited, 0 to 1, so that many gateways do not come together.
    ///   - isLast: whether there is no time for another attempt.
    mutating func next(
        after answer: ExportAnswer, at now: MonotonicTime, part: Double, isLast: Bool
    ) -> Action {
        let reason: String
        var wait = pause * (0.5 + part / 2)
        switch answer {
        case .taken(let response): return .done(response)
        case .unreachable(let why): reason = why
        case .refused(let status, let retryAfter):
            reason = "the collector answers \(status)"
            guard [429, 502, 503, 504].contains(status) else { return .giveUp(reason) }
            if let retryAfter { wait = .seconds(retryAfter) }
        }
        pause = min(pause * 2, Self.maxPause)
        let again = now.advanced(by: wait)
        return isLast || again >= deadline ? .giveUp(reason) : .tryAgain(at: again)
    }
}
