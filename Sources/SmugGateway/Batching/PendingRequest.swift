import SmugLoop
import Synchronization

/// One request that waits for its answer, which it gets exactly once.
final class PendingRequest: BatchItem, Sendable {
    private enum State {
        case starting
        case waiting(AnswerWaiter)
        case answered(Answer?)
    }

    private struct Storage {
        var event: [UInt8]
        var state = State.starting
        var deadline = MonotonicTime(nanoseconds: 0)
        var scope: InvocationScope?
    }

    let identity: UInt64
    /// `requestContext.requestId` of the event, by which the function's answer is matched.
    let id: [UInt8]
    let route: Route
    let byteCount: Int
    let arrival: MonotonicTime
    /// As Lambda takes it; `nil` on a route without tenants.
    let tenantID: String?
    /// Whether it may be sent to its function twice.
    let mayRetry: Bool
    /// Its span; `nil` where the gateway makes none.
    let trace: RequestTrace?
    private let storage: Mutex<Storage>

    init(
        identity: UInt64, id: [UInt8], route: Route, event: [UInt8], arrival: MonotonicTime,
        tenantID: String? = nil, mayRetry: Bool = false, trace: RequestTrace? = nil
    ) {
        self.identity = identity
        self.id = id
        self.route = route
        byteCount = event.count
        storage = Mutex(Storage(event: event))
        self.arrival = arrival
        self.tenantID = tenantID
        self.mayRetry = mayRetry
        self.trace = trace
    }

    /// The request as an event, in JSON.
    var event: [UInt8] { storage.withLock { $0.event } }

    /// Keeps the event no longer: its function has had it, and is not called for it again.
    func releaseEvent() {
        let event = storage.withLock { exchange(&$0.event, with: []) }
        _ = consume event
    }

    /// Whether an answer would come too late.
    var isAnswered: Bool {
        storage.withLock { storage in
            if case .answered = storage.state { true } else { false }
        }
    }

    /// The invocation that it is part of, once that has begun.
    var scope: InvocationScope? { storage.withLock { $0.scope } }

    /// Up to when its caller waits for the answer.
    var deadline: MonotonicTime { storage.withLock { $0.deadline } }

    /// Makes it part of an invocation; `false` where it has its answer.
    func board(_ scope: InvocationScope) -> Bool {
        storage.withLock { storage in
            if case .answered = storage.state { return false }
            storage.scope = scope
            return true
        }
    }

    /// Has the answer told to `waiter`; `false` when it was there first and has been.
    ///
    /// - Parameter deadline: up to when the caller waits.
    @discardableResult
    func wait(_ waiter: AnswerWaiter, until deadline: MonotonicTime = .distantFuture) -> Bool {
        let early = storage.withLock { storage -> Answer? in
            storage.deadline = deadline
            guard case .answered(let answer) = storage.state else {
                storage.state = .waiting(waiter)
                return nil
            }
            return answer
        }
        guard let early else { return true }
        waiter.tell(early)
        return false
    }

    /// Answers the caller, or returns `false` if it was answered before.
    @discardableResult
    func answer(_ answer: consuming Answer) -> Bool {
        // Handed on and never copied: whoever gets it adds to its fields where they are.
        var answer = Optional(consume answer)
        let (isFirst, waiter) = storage.withLock { storage -> (Bool, AnswerWaiter?) in
            switch exchange(&storage.state, with: .answered(nil)) {
            case .waiting(let waiter): return (true, waiter)
            case .starting:
                storage.state = .answered(answer.take())
                return (true, nil)
            case .answered(let earlier):
                storage.state = .answered(earlier)
                return (false, nil)
            }
        }
        if let waiter, let answer = answer.take() { waiter.tell(consume answer) }
        return isFirst
    }
}

extension Batch where Item == PendingRequest {
    /// When the last of its requests has no more time for its answer to begin.
    var deadline: MonotonicTime {
        items.reduce(MonotonicTime(nanoseconds: 0)) { max($0, $1.deadline) }
    }
}
