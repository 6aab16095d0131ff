internal import Synchronization

/// Bytes on their way from one task to another, which may be on different loops: parts, then an end.
///
/// What waits in it is bounded. One task writes, one reads.
package final class ByteChannel<End: Sendable>: Sendable {
    /// What became of a part.
    package enum Verdict: Hashable, Sendable {
        case taken
        /// Not taken: so much waits already. ``room()`` says when to try again.
        case full(Bound)
        /// Nobody reads, or the end has been told.
        case over
    }

    /// What keeps more from waiting.
    package enum Bound: Hashable, Sendable {
        /// This channel's own.
        case channel
        /// That of many channels together.
        case budget
    }

    /// What a reader gets.
    package enum Output: Sendable {
        case part([UInt8])
        case end(End)
    }

    fileprivate struct State: Sendable {
        var parts = ByteParts()
        /// When a part was last taken out.
        var lastTaken = EventLoop.now
        var end: End?
        var isAbandoned = false
        var isDiscarded = false
        var isCutOff = false
        var reader: CheckedContinuation<Output?, Never>?
        var readerLimit = 0
        var isReaderLate = false
        var whenRoom: (@Sendable () -> Void)?
        var whenCutOff: (@Sendable () -> Void)?
    }

    /// What waits at most, unless one part alone is larger.
    package let maxBytes: Int
    private let state = Mutex(State())
    private let budget: ByteBudget?
    private let whenAbandoned: @Sendable () -> Void

    /// - Parameters:
    ///   - budget: what waits in this channel and in others together; one part, or
    ///     ``ByteBudget/ownBytes``, may wait in each beyond it, so that none stands still for the
    ///     others' sake.
    ///   - whenAbandoned: called once if the reader leaves before the writer has ended.
    package init(
        maxBytes: Int, budget: ByteBudget? = nil,
        whenAbandoned: @escaping @Sendable () -> Void = {}
    ) {
        self.maxBytes = maxBytes
        self.budget = budget
        self.whenAbandoned = whenAbandoned
    }

    deinit { budget?.add(-state.withLock(\.parts.bytes)) }

    /// Changes the state, and the budget by what waits more or less after it.
    private func change<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
        state.withLock { state in
            let before = state.parts.bytes
            defer { budget?.add(state.parts.bytes - before) }
            return body(&state)
        }
    }

    // MARK: - Writing

    /// Whether nobody reads any more.
    package var isAbandoned: Bool { state.withLock { $0.isAbandoned || $0.isDiscarded } }

    package func append(_ part: [UInt8]) -> Verdict {
        let (verdict, reader, output) = change {
            state -> (Verdict, CheckedContinuation<Output?, Never>?, Output?) in
            guard !state.isAbandoned, state.end == nil else { return (.over, nil, nil) }
            guard !state.isDiscarded else { return (.taken, nil, nil) }
            if let bound = bound(of: part.count, beside: state.parts.bytes) {
                return (.full(bound), nil, nil)
            }
            state.parts.append(part)
            guard let reader = state.reader else { return (.taken, nil, nil) }
            state.reader = nil
            return (.taken, reader, state.take(upTo: state.readerLimit).map { .part($0) })
        }
        reader?.resume(returning: output)
        return verdict
    }

    /// What keeps a part out; `nil` where it may wait.
    private func bound(of count: Int, beside waiting: Int) -> Bound? {
        guard waiting > 0 else { return nil }
        guard waiting + count <= maxBytes else { return .channel }
        return budget?.hasRoom(for: count, beside: waiting) ?? true ? nil : .budget
    }

    /// Returns when all that waited has been taken, or nobody reads any more.
    package func room() async {
        await withCheckedContinuation { continuation in
            whenRoom { continuation.resume() }
        }
    }

    /// The same, at a time at the latest; the caller runs on that loop.
    ///
    /// - Returns: whether it is so.
    package func room(until deadline: MonotonicTime, on loop: EventLoop) async -> Bool {
        var timer: TimerID?
        await withCheckedContinuation { continuation in
            whenRoom { continuation.resume() }
            timer = loop.schedule(at: deadline) { [self] in
                state.withLock { $0.takeWriter() }?()
            }
        }
        if let timer { loop.cancel(timer) }
        return state.withLock(\.hasRoom)
    }

    /// Calls `body` once when all that waited has been taken, or nobody reads any more.
    package func whenRoom(_ body: @escaping @Sendable () -> Void) {
        let isNow = state.withLock { state in
            if !state.hasRoom { state.whenRoom = body }
            return state.hasRoom
        }
        if isNow { body() }
    }

    /// When the reader has last taken anything; at first, when the channel was made.
    package var lastTaken: MonotonicTime { state.withLock(\.lastTaken) }

    /// Tells the end, behind what waits; `false` where the reader had left.
    @discardableResult
    package func finish(_ end: End) -> Bool { finish(end, cutsOff: false) }

    /// Tells the end at once: what waits is dropped, and a reader that is busy is interrupted.
    @discardableResult
    package func cutOff(_ end: End) -> Bool { finish(end, cutsOff: true) }

    private func finish(_ end: End, cutsOff: Bool) -> Bool {
        var isTold = false
        var interrupt: (@Sendable () -> Void)?
        let reader = change { state -> CheckedContinuation<Output?, Never>? in
            guard !state.isAbandoned, state.end == nil else { return nil }
            isTold = true
            state.end = end
            if cutsOff {
                state.isCutOff = true
                state.drop()
                interrupt = state.whenCutOff
            }
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume(returning: .end(end))
        interrupt?()
        return isTold
    }

    // MARK: - Reading

    /// What comes next: all that waits, up to about `maxBytes`, or the end.
    ///
    /// - Returns: `nil` after ``stopWaiting()``.
    package func next(upTo maxBytes: Int) async -> Output? {
        await withCheckedContinuation { continuation in
            let (isReady, output, whenRoom) = change {
                state -> (Bool, Output?, (@Sendable () -> Void)?) in
                precondition(state.reader == nil, "two tasks read one channel")
                if let part = state.take(upTo: maxBytes) {
                    return (true, .part(part), state.parts.bytes == 0 ? state.takeWriter() : nil)
                }
                if let end = state.end { return (true, .end(end), nil) }
                defer { state.isReaderLate = false }
                if !state.isReaderLate {
                    state.reader = continuation
                    state.readerLimit = maxBytes
                }
                return (state.isReaderLate, nil, nil)
            }
            if isReady { continuation.resume(returning: output) }
            whenRoom?()
        }
    }

    /// Has the reader's wait, or the next one, return without anything.
    package func stopWaiting() {
        let reader = state.withLock { state -> CheckedContinuation<Output?, Never>? in
            defer { state.reader = nil }
            if state.reader == nil { state.isReaderLate = true }
            return state.reader
        }
        reader?.resume(returning: nil)
    }

    /// Whether the writer has cut the reader off.
    package var isCutOff: Bool { state.withLock { $0.isCutOff } }

    /// Has `body` called when the writer cuts the reader off.
    package func whenCutOff(_ body: @escaping @Sendable () -> Void) {
        state.withLock { $0.whenCutOff = body }
    }

    /// Says that nobody reads any more, and that the writer may go on to its end all the same: what
    /// it writes is dropped.
    package func discard() {
        let whenRoom = change { state -> (@Sendable () -> Void)? in
            state.isDiscarded = true
            state.drop()
            return state.takeWriter()
        }
        whenRoom?()
    }

    /// Says that nobody reads any more.
    package func abandon() {
        let (isFirst, whenRoom) = change { state -> (Bool, (@Sendable () -> Void)?) in
            let isFirst = !state.isAbandoned && state.end == nil
            state.isAbandoned = true
            state.drop()
            defer {
                state.whenRoom = nil
                state.whenCutOff = nil
            }
            return (isFirst, state.whenRoom)
        }
        if isFirst { whenAbandoned() }
        whenRoom?()
    }
}

extension ByteChannel.State {
    fileprivate mutating func takeWriter() -> (@Sendable () -> Void)? {
        defer { whenRoom = nil }
        return whenRoom
    }

    /// Whether a part may be taken whatever else is held, or nobody wants any.
    fileprivate var hasRoom: Bool { parts.bytes == 0 || isAbandoned || isDiscarded || end != nil }

    fileprivate mutating func drop() { parts = ByteParts() }

    fileprivate mutating func take(upTo maxBytes: Int) -> [UInt8]? {
        guard let taken = parts.take(upTo: maxBytes) else { return nil }
        lastTaken = EventLoop.now
        return taken
    }
}
