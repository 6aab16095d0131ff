internal import CUV
internal import Glibc
internal import Synchronization

/// A libuv loop on a thread of its own, as an executor for tasks.
///
/// Tasks that prefer this executor run on the loop's thread, between its callbacks: what they touch
/// of the loop needs no lock. Jobs that come from other threads share one wake-up. Everything but
/// ``enqueue(_:)``, ``execute(_:)`` and ``stop()`` may only be called on the loop's thread.
@safe package final class EventLoop: TaskExecutor, @unchecked Sendable {
    /// Work that waits for its turn on the loop.
    enum Work {
        case job(UnownedJob)
        case closure(@Sendable () -> Void)
        case object(any LoopWork)
    }

    /// Work from other threads, until the loop ends.
    private struct RemoteWork {
        var queue: [Work?] = []
        var isClosed = false
    }

    /// How many rounds of jobs that jobs themselves enqueue run before the loop looks at its
    /// sockets again.
    private static let maxRoundsBetweenPolls = 16

    /// Closing takes a turn for each layer of callbacks that close something in turn.
    private static let maxTurnsToClose = 100

    let loop: UnsafeMutablePointer<uv_loop_t>
    private let wakeUp: UnsafeMutablePointer<uv_async_t>
    private let beforePoll: UnsafeMutablePointer<uv_prepare_t>
    private let afterPoll: UnsafeMutablePointer<uv_check_t>
    private let keepPolling: UnsafeMutablePointer<uv_idle_t>
    /// Where every stream of this loop reads into: a read callback uses it up before the next.
    let scratch: UnsafeMutableRawBufferPointer

    private let remote = Mutex(RemoteWork())
    private let thread = Atomic<UInt>(0)
    private var local: [Work?] = []
    /// What runs now; each is taken out of its place, as a copy would count references twice.
    private var running: [Work?] = []
    /// What waits for the end of the turn.
    private var last: [Work?] = []
    private(set) var timers: LoopTimers?
    /// How often it has polled its sockets.
    ///
    /// When jobs run, what was there to be read at the latest poll has been told to who reads.
    package private(set) var pollCount: UInt = 0
    /// Handles that were opened and are not closed yet, the loop's own left out.
    package internal(set) var openHandles = 0
    /// Is told how many handles are still open when the loop ends, a mistake of who has opened them.
    package var whenLeftOpen: (_ count: Int) -> Void = { count in
        assertionFailure("\(count) handles were left open when their loop ended")
    }

    package init() throws(LoopError) {
        unsafe loop = .allocate(capacity: 1)
        unsafe wakeUp = .allocate(capacity: 1)
        unsafe beforePoll = .allocate(capacity: 1)
        unsafe afterPoll = .allocate(capacity: 1)
        unsafe keepPolling = .allocate(capacity: 1)
        unsafe scratch = .allocate(byteCount: 65_536, alignment: 16)
        try unsafe uv("uv_loop_init", uv_loop_init(loop))
        // The loop outlives every callback: `close()` runs before the last reference goes.
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe loop.pointee.data = context
        try unsafe uv(
            "uv_async_init",
            uv_async_init(loop, wakeUp) { unsafe EventLoop.of($0?.pointee.loop).takeRemoteWork() })
        unsafe uv_prepare_init(loop, beforePoll)
        unsafe uv_prepare_start(beforePoll) { unsafe EventLoop.of($0?.pointee.loop).prepare() }
        unsafe uv_check_init(loop, afterPoll)
        unsafe uv_check_start(afterPoll) { unsafe EventLoop.of($0?.pointee.loop).runJobs() }
        unsafe uv_idle_init(loop, keepPolling)
        timers = try LoopTimers(on: self)
    }

    static func of(_ loop: UnsafeMutablePointer<uv_loop_t>?) -> EventLoop {
        guard let context = unsafe loop?.pointee.data else {
            preconditionFailure("a callback of a loop that was never set up")
        }
        return unsafe Unmanaged<EventLoop>.fromOpaque(context).takeUnretainedValue()
    }

    // MARK: - Jobs

    package func enqueue(_ job: consuming ExecutorJob) {
        schedule(.job(UnownedJob(job)))
    }

    /// Runs a closure on the loop's thread, soon.
    package func execute(_ body: @escaping @Sendable () -> Void) {
        schedule(.closure(body))
    }

    /// Has an object do its work on the loop's thread, soon; it is kept until then.
    package func execute(_ work: any LoopWork) {
        schedule(.object(work))
    }

    /// Runs a closure at the end of this turn of the loop, behind all other jobs; only on its thread.
    ///
    /// For what sends: things that go out one right after the other cost whoever gets them one
    /// wake-up, which on a virtual machine takes the sender longer than all the rest.
    package func executeLast(_ body: @escaping @Sendable () -> Void) {
        last.append(.closure(body))
    }

    private func schedule(_ work: Work) {
        if isCurrent {
            local.append(work)
            return
        }
        remote.withLock { remote in
            guard !remote.isClosed else { return }
            remote.queue.append(work)
            // One wake-up serves all that is added before the loop takes the queue. It is sent
            // inside the lock: a loop that ends takes the lock before it frees the handle.
            if remote.queue.count == 1 { unsafe uv_async_send(wakeUp) }
        }
    }

    private func takeRemoteWork() {
        remote.withLock { remote in
            if local.isEmpty {
                swap(&local, &remote.queue)
            } else {
                local.append(contentsOf: remote.queue)
                remote.queue.removeAll(keepingCapacity: true)
            }
        }
    }

    private func prepare() {
        runJobs()
        timers?.arm()
        pollCount &+= 1
    }

    private func runJobs() {
        var rounds = 0
        while !(local.isEmpty && last.isEmpty), rounds < Self.maxRoundsBetweenPolls {
            rounds += 1
            // Jobs without end must not keep it from its turn.
            let isLast = local.isEmpty || rounds == Self.maxRoundsBetweenPolls
            if isLast, !last.isEmpty { swap(&last, &running) } else { swap(&local, &running) }
            for place in running.indices {
                switch running[place].take() {
                case .job(let job): unsafe job.runSynchronously(on: asUnownedTaskExecutor())
                case .closure(let body): body()
                case .object(let work): work.runOnLoop()
                case nil: break
                }
            }
            running.removeAll(keepingCapacity: true)
        }
        keepPolling(!(local.isEmpty && last.isEmpty))
    }

    /// With an active idle handle libuv polls without waiting.
    private func keepPolling(_ wanted: Bool) {
        let handle = unsafe UnsafeMutableRawPointer(keepPolling)
        let isActive =
            unsafe uv_is_active(handle.assumingMemoryBound(to: uv_handle_t.self)) != 0
        guard wanted != isActive else { return }
        if wanted {
            unsafe uv_idle_start(keepPolling) { _ in }
        } else {
            unsafe uv_idle_stop(keepPolling)
        }
    }

    // MARK: - Life

    /// Whether the caller runs on this loop's thread.
    package var isCurrent: Bool {
        thread.load(ordering: .relaxed) == UInt(pthread_self())
    }

    /// The loop whose thread the caller runs on.
    package static var current: EventLoop? {
        guard let context = unsafe pthread_getspecific(threadKey) else { return nil }
        return unsafe Unmanaged<EventLoop>.fromOpaque(context).takeUnretainedValue()
    }

    private static let threadKey: pthread_key_t = {
        var key = pthread_key_t()
        let status = unsafe pthread_key_create(&key, nil)
        precondition(status == 0, "no thread-specific key is left in this process")
        return key
    }()

    /// Runs the loop on the calling thread until ``stop()``, then closes it.
    ///
    /// Work that is enqueued later than the stop is never run. The thread gets no `SIGPIPE` from
    /// here on, so that a peer that has closed its side is an error of a write and not the
    /// process's end.
    package func run() {
        var brokenPipe = sigset_t()
        unsafe sigemptyset(&brokenPipe)
        unsafe sigaddset(&brokenPipe, SIGPIPE)
        unsafe pthread_sigmask(SIG_BLOCK, &brokenPipe, nil)
        thread.store(UInt(pthread_self()), ordering: .relaxed)
        unsafe pthread_setspecific(Self.threadKey, Unmanaged.passUnretained(self).toOpaque())
        unsafe uv_run(loop, UV_RUN_DEFAULT)
        closeToOthers()
        close()
        // Another thread may get this one's identifier: it must not pass for the loop's.
        thread.store(0, ordering: .relaxed)
        pthread_setspecific(Self.threadKey, nil)
        // What these hold may enqueue when it goes, so nothing of the loop is touched meanwhile.
        let dropped = local + last
        local = []
        last = []
        _ = consume dropped
    }

    /// From here on what other threads enqueue is dropped, as it could never run.
    private func closeToOthers() {
        // Let go outside the lock: what it holds may enqueue when it goes.
        let dropped = remote.withLock { remote in
            remote.isClosed = true
            let queue = remote.queue
            remote.queue = []
            return queue
        }
        _ = consume dropped
    }

    /// Ends ``run()`` soon; from any thread.
    package func stop() {
        execute { [unowned self] in unsafe uv_stop(loop) }
    }

    private func close() {
        timers?.close()
        timers = nil
        unsafe close(UnsafeMutableRawPointer(wakeUp))
        unsafe close(UnsafeMutableRawPointer(beforePoll))
        unsafe close(UnsafeMutableRawPointer(afterPoll))
        unsafe close(UnsafeMutableRawPointer(keepPolling))
        // What is closing gets its turn; what somebody has left open would wait for ever.
        for _ in 0..<Self.maxTurnsToClose where unsafe uv_loop_alive(loop) != 0 {
            unsafe uv_run(loop, UV_RUN_NOWAIT)
        }
        if openHandles > 0 { whenLeftOpen(openHandles) }
        unsafe uv_walk(
            loop,
            { handle, _ in
                if unsafe uv_is_closing(handle) == 0 { unsafe uv_close(handle, nil) }
            }, nil)
        unsafe uv_run(loop, UV_RUN_DEFAULT)
        let status = unsafe uv_loop_close(loop)
        precondition(status == 0, "a handle was left open when its loop ended")
        unsafe wakeUp.deallocate()
        unsafe beforePoll.deallocate()
        unsafe afterPoll.deallocate()
        unsafe keepPolling.deallocate()
        unsafe scratch.deallocate()
        unsafe loop.deallocate()
    }

    private func close(_ handle: UnsafeMutableRawPointer) {
        unsafe uv_close(handle.assumingMemoryBound(to: uv_handle_t.self), nil)
    }

    /// The monotonic time now.
    package static var now: MonotonicTime { MonotonicTime(nanoseconds: uv_hrtime()) }

    /// The monotonic time at which the loop has last looked at its sockets, some milliseconds early:
    /// for limits of seconds, without asking a clock.
    package var recently: MonotonicTime {
        MonotonicTime(nanoseconds: unsafe uv_now(loop) * 1_000_000)
    }
}

extension EventLoop {
    /// Milliseconds since 1970, as the system's clock has them now.
    package static var wallClockMilliseconds: Int64 {
        wallClockNanoseconds / 1_000_000
    }

    /// The same in nanoseconds.
    package static var wallClockNanoseconds: Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// The same in whole seconds, which costs a tenth: no processor's counter is read.
    package static var wallClockSeconds: Int64 { Int64(time(nil)) }
}
