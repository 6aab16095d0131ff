internal import CUV
internal import Glibc

/// Event loops, one thread each.
package struct EventLoopGroup: Sendable {
    /// The loops; the first runs the body of ``run(count:_:)``.
    package let loops: [EventLoop]

    /// Some of another group's loops.
    package init(_ loops: [EventLoop]) { self.loops = loops }

    /// Runs `body` on the first of `count` new loops, whose thread is the caller's, while the
    /// others run on threads of their own; returns when `body` has and all threads have ended.
    ///
    /// Tasks that are left on the other loops by then are never run again: `body` ends what it
    /// began.
    package static func run<Result: Sendable>(
        count: Int = availableCores,
        _ body: @escaping @Sendable (EventLoopGroup) async throws -> Result
    ) throws -> Result {
        precondition(count > 0, "a group has at least one loop")
        var others: [EventLoop] = []
        var threads: [LoopThread] = []
        defer {
            for loop in others { loop.stop() }
            for thread in threads { thread.join() }
        }
        for _ in 1..<count {
            let loop = try EventLoop()
            threads.append(try LoopThread(loop))
            others.append(loop)
        }
        return try EventLoop.run { [others] first in
            try await body(EventLoopGroup([first] + others))
        }
    }

    /// How many cores this process may run on: what `taskset` and cpusets have left it.
    package static var availableCores: Int { max(Int(uv_available_parallelism()), 1) }
}

/// A thread that runs a loop until the loop is stopped.
private struct LoopThread {
    private let thread: pthread_t

    init(_ loop: EventLoop) throws(LoopError) {
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(loop).toOpaque()
        let status = unsafe pthread_create(
            &thread, nil,
            { context in
                guard let context = unsafe context else { return nil }
                CrashReport.coverThread()
                unsafe Unmanaged<EventLoop>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context)
        guard status == 0 else {
            unsafe Unmanaged<EventLoop>.fromOpaque(context).release()
            throw LoopError(errno: status, call: "pthread_create")
        }
        self.thread = thread
    }

    func join() {
        pthread_join(thread, nil)
    }
}
