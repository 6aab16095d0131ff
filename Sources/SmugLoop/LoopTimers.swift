internal import CUV
internal import Glibc

/// The timers of one loop, exact to the nanosecond.
///
/// libuv's own timers count whole milliseconds, which a batch window of two cannot afford: they
/// would make it last anything between one and three. So one `timerfd`, watched by the loop, wakes
/// it for the earliest timer; it is set at most once a turn of the loop.
@safe final class LoopTimers {
    private let poll: LoopHandle
    private let descriptor: Int32
    /// A closure by itself would be wrapped in another one, to pass for any type.
    enum Action {
        case closure(() -> Void)
        case object(any LoopWork)
    }

    private var queue = TimerQueue<Action>()
    private var armed = MonotonicTime.distantFuture
    /// While timers fire: when they were found to be due.
    private var firing: MonotonicTime?

    init(on loop: EventLoop) throws(LoopError) {
        let descriptor = try system("timerfd_create") {
            timerfd_create(CLOCK_MONOTONIC, Int32(TFD_NONBLOCK) | Int32(TFD_CLOEXEC))
        }
        self.descriptor = descriptor
        self.poll = LoopHandle(on: loop, type: UV_POLL)
        let pointer = unsafe poll.pointer(as: uv_poll_t.self)
        do throws(LoopError) {
            try poll.initialized(
                "uv_poll_init", unsafe uv_poll_init(loop.loop, pointer, descriptor))
        } catch {
            Glibc.close(descriptor)
            throw error
        }
        poll.setOwner(self)
        try unsafe uv(
            "uv_poll_start",
            uv_poll_start(pointer, Int32(UV_READABLE.rawValue)) { handle, _, _ in
                unsafe LoopHandle.owner(handle?.pointee.data, as: LoopTimers.self).fire()
            })
        // The loop's own: not one of the handles that its users must close.
        loop.openHandles -= 1
    }

    func add(at deadline: MonotonicTime, _ action: consuming Action) -> TimerID {
        // What a timer that fires adds waits for the next turn, however long ago it was due: one
        // that adds itself again and again would never let the loop look at its sockets.
        if let firing, deadline <= firing {
            return queue.add(action, at: firing.advanced(byNanoseconds: 1))
        }
        return queue.add(action, at: deadline)
    }

    func remove(_ id: TimerID) {
        queue.remove(id)
    }

    /// Sets the descriptor to the earliest timer.
    ///
    /// An earlier setting is left: it wakes the loop in vain once, which is cheaper than a call for
    /// each timer that is taken back.
    func arm() {
        guard let earliest = queue.earliest, earliest < armed else { return }
        armed = earliest
        var setting = itimerspec()
        // Zero would disarm it.
        let due = max(earliest.nanoseconds, 1)
        setting.it_value.tv_sec = Int(due / 1_000_000_000)
        setting.it_value.tv_nsec = Int(due % 1_000_000_000)
        unsafe timerfd_settime(descriptor, Int32(TFD_TIMER_ABSTIME), &setting, nil)
    }

    private func fire() {
        var expirations: UInt64 = 0
        unsafe _ = read(descriptor, &expirations, MemoryLayout<UInt64>.size)
        armed = .distantFuture
        let now = EventLoop.now
        firing = now
        while let action = queue.popDue(at: now) {
            switch action {
            case .closure(let body): body()
            case .object(let work): work.runOnLoop()
            }
        }
        firing = nil
    }

    func close() {
        let descriptor = descriptor
        poll.loop.openHandles += 1
        poll.close { _ = Glibc.close(descriptor) }
    }
}

extension EventLoop {
    /// Calls `body` on this loop at a time, or at once in the loop's next turn when it has passed.
    ///
    /// - Returns: what takes the timer back. A timer that is due in the same turn as another, which
    ///   takes it back, does not fire.
    package func schedule(at deadline: MonotonicTime, _ body: @escaping () -> Void) -> TimerID {
        schedule(at: deadline, .closure(body))
    }

    /// The same for an object, which is kept until then, or until the timer is taken back.
    package func schedule(at deadline: MonotonicTime, _ work: any LoopWork) -> TimerID {
        schedule(at: deadline, .object(work))
    }

    private func schedule(
        at deadline: MonotonicTime, _ action: consuming LoopTimers.Action
    ) -> TimerID {
        guard let timers else { preconditionFailure("a timer on a loop that has ended") }
        return timers.add(at: deadline, action)
    }

    /// Takes a timer back; harmless when it has fired.
    package func cancel(_ timer: TimerID) {
        timers?.remove(timer)
    }

    /// Suspends the calling task, which must run on this loop.
    package func sleep(until deadline: MonotonicTime) async throws {
        try await suspend { resume in
            let timer = self.schedule(at: deadline) { resume(.success(())) }
            return { self.cancel(timer) }
        }
    }

    /// The same, counted from now.
    package func sleep(for duration: Duration) async throws {
        try await sleep(until: Self.now.advanced(by: duration))
    }
}
