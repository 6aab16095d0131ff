package import SmugLoop

/// What is left of a streamed call that was cancelled: its answer, read on for its end alone, which
/// shows that the function has ended.
///
/// Lambda does not stop a function whose caller is gone, and bills it to its end. Nothing of the
/// answer is kept, and of a long one no more is read than one in one piece may have. Only for the
/// call's loop.
package final class DroppedAnswer: @unchecked Sendable {
    /// So much is read for nothing.
    static let maxBytes = LambdaInvocation.maxPayloadBytes

    package typealias Run = WorkRemainder

    private let loop: EventLoop
    /// `nil` while the answer comes.
    private var run: Run? = .unseen
    private var told: ((Run) -> Void)?
    private var bytes = 0
    /// When the latest part came, roughly.
    private var latest = MonotonicTime(nanoseconds: 0)
    private var timer: TimerID?
    private var stop: (@Sendable () -> Void)?

    /// - Parameter loop: the call's.
    package init(on loop: EventLoop) {
        self.loop = loop
    }

    /// Has `told` called once what has become of the function is known: at once, unless its answer
    /// comes.
    package func whenKnown(_ told: @escaping (Run) -> Void) {
        if let run { told(run) } else { self.told = told }
    }

    /// What is known of the function while nothing comes of it.
    func note(_ run: Run) { self.run = run }

    /// The answer comes from now on, and somebody throws it away.
    ///
    /// - Parameters:
    ///   - latest: since when nothing has come of it.
    ///   - idleTimeout: how long nothing may come.
    ///   - stop: stops what brings it.
    func begin(
        since latest: MonotonicTime, within idleTimeout: Duration,
        stop: @escaping @Sendable () -> Void
    ) {
        run = nil
        self.latest = latest
        self.stop = stop
        watch(idleTimeout)
    }

    private func watch(_ idleTimeout: Duration) {
        timer = loop.schedule(at: latest.advanced(by: idleTimeout)) { [self] in
            timer = nil
            let isIdle = latest.advanced(by: idleTimeout) <= EventLoop.now
            if isIdle { end(.over) } else { watch(idleTimeout) }
        }
    }

    /// A part has come.
    func take(_ count: Int) {
        latest = loop.recently
        bytes += count
        if bytes > Self.maxBytes { end(.unseen) }
    }

    /// The first end counts: to stop what brings the answer is another one.
    func end(_ run: Run) {
        guard self.run == nil else { return }
        self.run = run
        if let timer { loop.cancel(timer) }
        timer = nil
        // Behind what the transport does at the moment.
        if let stop = stop.take() { loop.execute(stop) }
        if let told = told.take() { told(run) }
    }
}
