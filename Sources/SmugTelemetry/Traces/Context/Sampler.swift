/// Decides which traces are recorded.
package struct Sampler: Hashable, Sendable {
    /// For traces that begin here, or of which nobody has decided.
    package enum Rule: Hashable, Sendable {
        case all
        case none
        /// This part of them, 0 to 1, the same ones in every process that has the same part.
        case ratio(Double)
    }

    package let rule: Rule
    /// Whether a decision that has been made counts.
    package let followsParent: Bool

    package init(_ rule: Rule, followsParent: Bool) {
        self.rule = rule
        self.followsParent = followsParent
    }

    /// - Parameter decision: of whoever the request comes from; `nil` where there is none.
    package func samples(_ traceID: TraceID, decision: Bool?) -> Bool {
        if followsParent, let decision { return decision }
        switch rule {
        case .all: return true
        case .none: return false
        // By the last bits, as other tracing libraries do it: together they keep whole traces.
        case .ratio(let ratio):
            // The highest ids would be rounded up to what no ratio is above.
            return ratio >= 1 || Double(traceID.low >> 1) < ratio * 0x1p63
        }
    }
}
