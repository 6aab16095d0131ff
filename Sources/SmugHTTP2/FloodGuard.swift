internal import SmugLoop

/// Tells a client that floods from one that works: counts what each frame costs that brings no
/// request on.
struct FloodGuard {
    /// A frame that a client may not send at will.
    enum Frame {
        case continuation
        case reset
        case emptyData
        case settings
        case ping
        case priority
        case windowUpdate
        case unknown
    }

    private let maxContinuations: Int
    private let earnings: Int
    private var continuations = 0
    private var resets: Allowance
    private var overhead: Allowance

    init(_ limits: HTTP2Limits) {
        maxContinuations = limits.maxContinuations
        earnings = limits.overheadPerFrame
        resets = limits.streamResets
        overhead = limits.overheadFrames
    }

    /// A head began, with which its continuations are counted.
    mutating func headBegan() {
        continuations = 0
        overhead.earn(earnings)
    }

    /// A frame of data was sent, for which the client may open its window again.
    mutating func dataSent() {
        overhead.earn(earnings)
    }

    /// - Returns: what the client floods with, if this frame is one too many.
    mutating func received(_ frame: Frame, at now: @autoclosure () -> MonotonicTime) -> HTTP2Fault?
    {
        switch frame {
        case .continuation:
            continuations += 1
            return continuations > maxContinuations ? .continuationFlood : nil
        case .reset: return resets.spend(at: now()) ? nil : .resetFlood
        default: return overhead.spend(at: now()) ? nil : frame.flood
        }
    }
}

extension FloodGuard.Frame {
    fileprivate var flood: HTTP2Fault {
        switch self {
        case .continuation: .continuationFlood
        case .reset: .resetFlood
        case .emptyData: .emptyDataFlood
        case .settings: .settingsFlood
        case .ping: .pingFlood
        case .priority: .priorityFlood
        case .windowUpdate: .windowUpdateFlood
        case .unknown: .unknownFrameFlood
        }
    }
}
