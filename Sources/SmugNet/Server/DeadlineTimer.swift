package import SmugLoop

/// One timer for a deadline that moves with every request.
///
/// It is left alone where the deadline moves on: when it fires it finds the new one and is set to
/// that, so that a request costs no timer.
package struct DeadlineTimer {
    private var timer: (id: TimerID, at: MonotonicTime)?

    package init() {}

    /// Whether it fires at this time or before, and need not be set for it.
    package func isDue(by deadline: MonotonicTime) -> Bool {
        guard let timer else { return false }
        return timer.at <= deadline
    }

    /// Has it fire at this time and at no other; a deadline that never comes sets none.
    package mutating func set(
        to deadline: MonotonicTime, on loop: EventLoop, _ body: @escaping () -> Void
    ) {
        cancel(on: loop)
        guard deadline != .distantFuture else { return }
        timer = (loop.schedule(at: deadline, body), deadline)
    }

    package mutating func cancel(on loop: EventLoop) {
        guard let timer else { return }
        loop.cancel(timer.id)
        self.timer = nil
    }

    /// It has fired; to be told before all else.
    package mutating func fired() { timer = nil }
}
