internal import CUV
internal import Synchronization

extension EventLoop {
    /// What `work` gives, which one of libuv's worker threads does: it may block, or take long.
    ///
    /// To be called on the loop. Cancellation does not break the work off.
    package func offload<Result: Sendable>(
        _ work: @escaping @Sendable () -> Result
    ) async -> Result {
        let place = WorkPlace<Result>()
        await withCheckedContinuation { continuation in
            let request = WorkRequest {
                place.result.withLock { $0 = work() }
            } onEnd: {
                continuation.resume()
            }
            let status = unsafe uv_queue_work(
                loop, request.pointer,
                { request in
                    guard let context = unsafe request?.pointee.data else { return }
                    unsafe Unmanaged<WorkRequest>.fromOpaque(context).takeUnretainedValue().work()
                },
                { request, _ in
                    guard let context = unsafe request?.pointee.data else { return }
                    unsafe Unmanaged<WorkRequest>.fromOpaque(context).takeRetainedValue().end()
                })
            precondition(status == 0, "libuv takes work that has a callback")
        }
        guard let result = place.result.withLock({ $0 }) else {
            preconditionFailure("work that has ended has a result")
        }
        return result
    }
}

/// What the worker's thread leaves for the loop's.
private final class WorkPlace<Result: Sendable>: Sendable {
    let result = Mutex<Result?>(nil)
}

@safe private final class WorkRequest {
    let pointer: UnsafeMutablePointer<uv_work_t>
    let work: @Sendable () -> Void
    private let onEnd: () -> Void

    init(_ work: @escaping @Sendable () -> Void, onEnd: @escaping () -> Void) {
        self.work = work
        self.onEnd = onEnd
        unsafe pointer = .allocate(capacity: 1)
        unsafe pointer.pointee.data = Unmanaged.passRetained(self).toOpaque()
    }

    func end() {
        unsafe pointer.deallocate()
        onEnd()
    }
}
