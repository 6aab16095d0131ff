import SmugLoop

/// When what gathers for one key leaves together.
///
/// A rule is a value without clock or timer: facts and the time go in, the time of departure comes
/// out. What it learns of its key it keeps.
protocol DepartureRule: Sendable {
    /// When the batch leaves that a request has just joined, unless another joins it before.
    ///
    /// A time that is not after `now` means at once, behind those who have come at the same time.
    mutating func requestJoined(_ batch: Gathering, at now: MonotonicTime) -> MonotonicTime

    /// Whether a request may join a batch, which is given as it would be then; else that leaves
    /// ahead of it.
    func takes(_ batch: Gathering, at now: MonotonicTime) -> Bool

    /// A request has come and did not gather: it joined a batch that waits for its turn.
    mutating func requestPassed(at now: MonotonicTime)

    /// A request has been taken out of what gathers.
    mutating func requestRemoved()

    /// The batch has left, for whatever reason.
    ///
    /// - Parameter isClosed: no batch could have held it together with the next request.
    mutating func batchLeft(isClosed: Bool, at now: MonotonicTime)
}

extension DepartureRule {
    func takes(_ batch: Gathering, at now: MonotonicTime) -> Bool { true }
    mutating func requestPassed(at now: MonotonicTime) {}
    mutating func requestRemoved() {}
    mutating func batchLeft(isClosed: Bool, at now: MonotonicTime) {}
}

/// What a rule is told of a batch.
struct Gathering: Sendable {
    /// Requests in it, the latest included.
    let count: Int
    /// When the first of them came.
    let began: MonotonicTime
    /// What one more request adds to an invocation, as far as it has been measured.
    var itemTime = ItemTime.known(0)
}

/// A window that the first request opens and later ones never extend.
struct FixedWindow: DepartureRule {
    let nanoseconds: Int64

    mutating func requestJoined(_ batch: Gathering, at now: MonotonicTime) -> MonotonicTime {
        batch.began.advanced(byNanoseconds: nanoseconds)
    }
}
