internal import SmugLoop
internal import SmugNet

/// Whether a client takes what it is sent as fast as it has to: so much of it in each write timeout,
/// however much there is.
struct TakingWatch {
    /// What a client has taken since its connection began.
    struct Taken {
        /// Of one answer, as far as its window let it go.
        var ofAnswer = 0
        /// Of all that was sent, as its system has acknowledged it.
        var ofConnection = 0
    }

    private(set) var deadline = MonotonicTime.distantFuture
    private var mark = Taken()

    mutating func begin(until deadline: MonotonicTime, at taken: Taken) {
        self.deadline = deadline
        mark = taken
    }

    mutating func end() { deadline = .distantFuture }

    /// Whether the client has earned more time.
    ///
    /// - Parameter isHeldUp: whether the answer waits for others on its connection: then it counts
    ///   what the client takes of all of them.
    func isKeptUp(at taken: Taken, isHeldUp: Bool) -> Bool {
        let wanted = HTTPServerSettings.writeProgressBytes
        if taken.ofAnswer - mark.ofAnswer >= wanted { return true }
        return isHeldUp && taken.ofConnection - mark.ofConnection >= wanted
    }
}
