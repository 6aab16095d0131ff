internal import SmugJSON
package import SmugLoop
internal import Synchronization

/// Brings bodies to a collector.
package protocol SpanTransport: Sendable {
    /// Sends one; runs on the exporter's loop, and ends when its task is cancelled.
    func send(_ body: [UInt8], timeout: Duration) async -> ExportAnswer
}

/// What became of spans that were recorded.
package struct SpanCounters: Sendable {
    package let exported: Counter
    /// The queue was full.
    package let dropped: Counter
    /// The collector was not there, or did not want them.
    package let failed: Counter

    package init(exported: Counter, dropped: Counter, failed: Counter) {
        self.exported = exported
        self.dropped = dropped
        self.failed = failed
    }
}

/// Gathers spans and exports them in batches, one after the other, on one loop.
///
/// Whoever has a span never waits for it: it is queued, or dropped and counted.
package final class SpanExporter: @unchecked Sendable {
    private let queue: Mutex<SpanQueue>
    private let limits: SpanLimits
    private let sendTimeout: Duration
    private let body: @Sendable ([[UInt8]]) -> [UInt8]
    private let transport: any SpanTransport
    private let counters: SpanCounters
    private let loop: EventLoop
    private let log: Log
    /// Ends the wait of ``run()``; the loop's own, as are those below.
    private var wake: (() -> Void)?
    private var notice = ExportNotice()
    private var end = MonotonicTime.distantFuture

    /// - Parameters:
    ///   - sendTimeout: of one attempt.
    ///   - body: makes what is sent of spans.
    package init(
        _ limits: SpanLimits, sendTimeout: Duration, transport: any SpanTransport,
        counters: SpanCounters, on loop: EventLoop, log: Log,
        body: @escaping @Sendable ([[UInt8]]) -> [UInt8]
    ) {
        queue = Mutex(SpanQueue(limits))
        self.limits = limits
        self.sendTimeout = sendTimeout
        self.transport = transport
        self.counters = counters
        self.loop = loop
        self.log = log
        self.body = body
    }

    /// Spans that wait.
    package var count: Int { queue.withLock(\.count) }

    /// Has a span exported that is written already; from any thread.
    package func add(_ span: [UInt8], at now: MonotonicTime) {
        switch queue.withLock({ $0.add(span, at: now) }) {
        case .kept: break
        case .keptAndDue: loop.execute { [self] in wake?() }
        case .dropped: counters.dropped.add()
        }
    }

    /// Exports until nothing more comes, which is when `body` has returned, and then what is left,
    /// up to the time that it returns.
    ///
    /// To be called on the loop.
    package func exporting(during body: () async -> MonotonicTime) async {
        let task = Task(executorPreference: loop) { [self] in await run() }
        end = await body()
        queue.withLock { $0.close() }
        let timer = loop.schedule(at: end) { task.cancel() }
        wake?()
        await task.value
        loop.cancel(timer)
    }

    // MARK: - On the loop

    private func run() async {
        while true {
            switch queue.withLock({ $0.next(at: EventLoop.now) }) {
            case .end: return
            case .wait(let due): await wait(until: due)
            case .export(let spans): await export(spans)
            }
        }
    }

    private func export(_ spans: [[UInt8]]) async {
        let body = body(spans)
        let deadline = EventLoop.now.advanced(by: limits.exportTimeout)
        var retry = ExportRetry(before: deadline)
        while true {
            let now = EventLoop.now
            let left = now.duration(to: min(deadline, end))
            guard left > .zero, !Task.isCancelled else {
                return fail(spans.count, "the gateway ends")
            }
            let answer = await transport.send(body, timeout: min(sendTimeout, left))
            let isLast = queue.withLock(\.isClosed) || Task.isCancelled
            switch retry.next(
                after: answer, at: EventLoop.now, part: .random(in: 0...1), isLast: isLast)
            {
            case .done(let response): return done(spans.count, response)
            case .giveUp(let reason): return fail(spans.count, reason)
            case .tryAgain(let time): await wait(until: time, isPause: true)
            }
        }
    }

    /// Returns at that time, and earlier when there is something to do.
    ///
    /// - Parameter isPause: whether only the end is.
    private func wait(until time: MonotonicTime?, isPause: Bool = false) async {
        try? await loop.suspend { (resume: @escaping (Result<Void, any Error>) -> Void) in
            let timer = time.map { loop.schedule(at: $0) { resume(.success(())) } }
            let withdraw = { [self] in
                wake = nil
                if let timer { loop.cancel(timer) }
            }
            wake = { [self] in
                if isPause, !queue.withLock(\.isClosed) { return }
                withdraw()
                resume(.success(()))
            }
            return withdraw
        }
    }

    // MARK: - What came of it

    private func done(_ count: Int, _ response: ExportResponse) {
        let rejected = min(response.rejectedSpans, count)
        counters.exported.add(count - rejected)
        if rejected > 0 {
            fail(rejected, "the collector keeps only some: \(response.message)")
        } else if let lost = notice.exported() {
            log.write(.info, "traces_exported_again") { line in
                line.key("lostSpans")
                line.integer(lost)
            }
        }
    }

    private func fail(_ count: Int, _ reason: String) {
        counters.failed.add(count)
        guard let lost = notice.failed(count, at: EventLoop.now) else { return }
        log.write(.warn, "traces_not_exported") { line in
            line.key("lostSpans")
            line.integer(lost)
            line.key("reason")
            line.string(reason)
        }
    }
}
