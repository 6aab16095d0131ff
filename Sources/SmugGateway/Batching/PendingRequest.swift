import SmugLoop
import Synchronization

/// One request that waits for its answer, which it gets exactly once.
final class PendingRequest: BatchItem, Sendable {
    @safe private enum State {
        case starting
        case waiting(UnsafeContinuation<Answer, Never>)
        case answered(Answer?)
    }

    let identity: UInt64
    /// `requestContext.requestId` of the event, by which the function's answer is matched.
    let id: [UInt8]
    /// The request as an event, in JSON.
    let event: [UInt8]
    let arrival: MonotonicTime
    private let state = Mutex(State.starting)

    init(identity: UInt64, id: [UInt8], event: [UInt8], arrival: MonotonicTime) {
        self.identity = identity
        self.id = id
        self.event = event
        self.arrival = arrival
    }

    var byteCount: Int { event.count }

    /// Whether an answer would come too late.
    var isAnswered: Bool {
        state.withLock { state in
            if case .answered = state { true } else { false }
        }
    }

    /// Has the answer resume `continuation`; `false` when it was there first and has done so.
    func wait(_ continuation: UnsafeContinuation<Answer, Never>) -> Bool {
        let early = state.withLock { state -> Answer? in
            guard case .answered(let answer) = state else {
                unsafe state = .waiting(continuation)
                return nil
            }
            return answer
        }
        guard let early else { return true }
        unsafe continuation.resume(returning: early)
        return false
    }

    /// Answers the caller, or returns `false` if it was answered before.
    @discardableResult
    func answer(_ answer: Answer) -> Bool {
        let before = state.withLock { state -> State in
            let before = state
            switch before {
            case .starting: state = .answered(answer)
            case .waiting: state = .answered(nil)
            case .answered: break
            }
            return before
        }
        switch before {
        case .starting: return true
        case .waiting(let continuation):
            unsafe continuation.resume(returning: answer)
            return true
        case .answered: return false
        }
    }
}
