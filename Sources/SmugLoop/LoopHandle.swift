internal import CUV

/// A libuv handle: memory that keeps its address until the loop has closed it.
///
/// `data` belongs to the owner until ``close(then:)``, which may be called more than once and acts
/// the first time only. The owner stays alive until the loop has let go of the handle, since a
/// callback may come as long as that.
@safe final class LoopHandle {
    let loop: EventLoop
    private let memory: UnsafeMutableRawPointer
    private(set) var isClosing = false
    private var owner: AnyObject?

    init(on loop: EventLoop, type: uv_handle_type) {
        self.loop = loop
        let size = uv_handle_size(type)
        unsafe memory = .allocate(byteCount: size, alignment: 16)
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        loop.openHandles += 1
    }

    /// The handle as libuv's type of it, which must be the one that it was made as, or a base.
    func pointer<Handle>(as type: Handle.Type) -> UnsafeMutablePointer<Handle> {
        unsafe memory.assumingMemoryBound(to: type)
    }

    /// Takes what the call that initialises the handle has answered.
    ///
    /// A handle that libuv never knew cannot be closed by it.
    func initialized(_ call: StaticString, _ status: Int32) throws(LoopError) {
        guard status < 0 else { return }
        isClosing = true
        free()
        throw LoopError(uv: status, call: "\(call)")
    }

    /// Has callbacks find `owner` with ``owner(_:as:)`` and keeps it alive until the handle is
    /// closed.
    func setOwner(_ owner: AnyObject) {
        self.owner = owner
        unsafe pointer(as: uv_handle_t.self).pointee.data = Unmanaged.passUnretained(owner)
            .toOpaque()
    }

    static func owner<Owner: AnyObject>(_ data: UnsafeMutableRawPointer?, as: Owner.Type) -> Owner {
        guard let data = unsafe data else { preconditionFailure("a callback without an owner") }
        return unsafe Unmanaged<Owner>.fromOpaque(data).takeUnretainedValue()
    }

    /// Closes the handle; `body` runs when libuv has let go of it, in a later turn of the loop.
    func close(then body: @escaping () -> Void = {}) {
        guard !isClosing else { return }
        isClosing = true
        let closing = ClosingHandle(handle: self, body: body)
        let base = unsafe pointer(as: uv_handle_t.self)
        unsafe base.pointee.data = Unmanaged.passRetained(closing).toOpaque()
        unsafe uv_close(base) { handle in
            guard let context = unsafe handle?.pointee.data else { return }
            unsafe Unmanaged<ClosingHandle>.fromOpaque(context).takeRetainedValue().finish()
        }
    }

    fileprivate func free() {
        loop.openHandles -= 1
        owner = nil
        unsafe memory.deallocate()
    }
}

/// What remains to be done when libuv has let go of a handle.
private final class ClosingHandle {
    private let handle: LoopHandle
    private let body: () -> Void

    init(handle: LoopHandle, body: @escaping () -> Void) {
        self.handle = handle
        self.body = body
    }

    func finish() {
        handle.free()
        body()
    }
}
