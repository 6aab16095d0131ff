internal import Glibc

/// A thread for work that may never come back, such as a look at a file system that is gone.
///
/// Nobody waits for its end, that of the process neither; libuv's own workers are waited for.
enum DetachedThread {
    private final class Body: Sendable {
        let work: @Sendable () -> Void

        init(_ work: @escaping @Sendable () -> Void) { self.work = work }
    }

    /// - Throws: where the system has no room for one more.
    static func start(_ work: @escaping @Sendable () -> Void) throws(LoopError) {
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(Body(work)).toOpaque()
        let status = unsafe pthread_create(
            &thread, nil,
            { context in
                guard let context = unsafe context else { return nil }
                unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue().work()
                return nil
            }, context)
        guard status == 0 else {
            unsafe Unmanaged<Body>.fromOpaque(context).release()
            throw LoopError(errno: status, call: "pthread_create")
        }
        pthread_detach(thread)
    }
}
