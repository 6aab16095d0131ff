internal import CUV
internal import Glibc

/// Who is told what comes in on a ``ByteStream``.
///
/// All calls come on the stream's loop.
package protocol ByteStreamDelegate: AnyObject {
    /// Bytes arrived; they are gone when the call returns.
    func streamDidReceive(_ bytes: Span<UInt8>)

    /// The peer has ended its side (`nil`), or the stream has failed.
    ///
    /// Comes at most once, and from within ``ByteStream/write(_:)`` or
    /// ``ByteStream/startReading()`` where these find the failure.
    func streamDidEnd(_ error: LoopError?)

    /// All that had been written is with the system now.
    func streamDidDrain()
}

/// A TCP connection or a pipe, on one loop.
///
/// It tells a delegate what arrives, so that a protocol's parser reads from the loop's own buffer
/// without a copy. Calls are only allowed on the loop's thread. A stream keeps itself alive until
/// ``close()``.
package final class ByteStream: @unchecked Sendable {
    package let loop: EventLoop
    let handle: LoopHandle
    /// Held until the stream is closed: a weak reference would make every retain of a connection, of
    /// which a request has many, a slow one.
    package var delegate: (any ByteStreamDelegate)?
    /// Bytes that were written and that the system has not taken yet.
    package private(set) var pendingBytes = 0
    /// Bytes that were written since the stream began.
    package private(set) var writtenBytes = 0
    /// Bytes that were written and that the peer's system has not acknowledged yet; not for a hot
    /// path.
    ///
    /// What the own system takes tells little of a peer: it takes a megabyte at a time.
    package var unsentBytes: Int {
        guard !isClosed, let descriptor else { return 0 }
        var queued: Int32 = 0
        // SIOCOUTQ by its other name (tcp(7)); where a stream has none it stays zero.
        _ = unsafe ioctl(descriptor, UInt(TIOCOUTQ), &queued)
        return unsafe Int(uv_stream_get_write_queue_size(stream)) + Int(queued)
    }
    private(set) var isReading = false
    private var hasEnded = false
    /// Whether it has ended in another way than by the peer's own end.
    private(set) var isReset = false
    /// The TCP connection's; `nil` where this is none.
    private let socket: Int32?

    /// A stream over a handle that libuv has initialised as TCP connection or pipe.
    init(handle: LoopHandle, socket: Int32? = nil) {
        self.loop = handle.loop
        self.handle = handle
        self.socket = socket
        handle.setOwner(self)
    }

    /// Takes over a connected TCP socket; closes it where that fails.
    package convenience init(socket: Int32, on loop: EventLoop) throws(LoopError) {
        let handle = LoopHandle(on: loop, type: UV_TCP)
        let tcp = unsafe handle.pointer(as: uv_tcp_t.self)
        unsafe uv_tcp_init(loop.loop, tcp)
        let status = unsafe uv_tcp_open(tcp, socket)
        guard status >= 0 else {
            Glibc.close(socket)
            handle.close()
            throw LoopError(uv: status, call: "uv_tcp_open")
        }
        // Answers are written whole: waiting for more to send only delays them.
        unsafe uv_tcp_nodelay(tcp, 1)
        self.init(handle: handle, socket: socket)
    }

    package var isClosed: Bool { handle.isClosing }

    private var stream: UnsafeMutablePointer<uv_stream_t> {
        unsafe handle.pointer(as: uv_stream_t.self)
    }

    // MARK: - Reading

    /// Begins, or goes on, to read.
    ///
    /// Without it a peer that sends is held back by TCP.
    package func startReading() {
        guard !isReading, !hasEnded, !isClosed else { return }
        isReading = true
        let status = unsafe uv_read_start(
            stream,
            { handle, _, buffer in
                let scratch = unsafe EventLoop.of(handle?.pointee.loop).scratch
                unsafe buffer?.pointee.base = scratch.baseAddress?.assumingMemoryBound(
                    to: CChar.self)
                unsafe buffer?.pointee.len = scratch.count
            },
            { handle, count, buffer in
                let stream = unsafe LoopHandle.owner(handle?.pointee.data, as: ByteStream.self)
                unsafe stream.received(count, buffer?.pointee.base)
            })
        if status < 0 { end(LoopError(uv: status, call: "read")) }
    }

    /// Stops reading until the next ``startReading()``.
    package func stopReading() {
        guard isReading else { return }
        isReading = false
        unsafe uv_read_stop(stream)
    }

    private func received(_ count: Int, _ base: UnsafeMutablePointer<CChar>?) {
        if count > 0, let base = unsafe base {
            let bytes = unsafe UnsafeRawBufferPointer(start: base, count: count)
            delegate?.streamDidReceive(unsafe bytes.bindMemory(to: UInt8.self).span)
        } else if count < 0 {
            let error = LoopError(uv: Int32(count), call: "read")
            end(error.code == .endOfStream ? pendingError() : error)
        }
    }

    /// The error that the socket still keeps, for an end that was told without one.
    ///
    /// libuv tells a reset that comes together with bytes as a clean end: it sees the hang-up and
    /// does not read on to the error. Who takes a response that ends with its connection would take
    /// a part for the whole.
    func pendingError() -> LoopError? {
        guard let descriptor else { return nil }
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        let status = unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
        guard status == 0, code != 0 else { return nil }
        return LoopError(errno: code, call: "read")
    }

    var descriptor: Int32? {
        var descriptor: uv_os_fd_t = -1
        let status = unsafe uv_fileno(handle.pointer(as: uv_handle_t.self), &descriptor)
        return status == 0 ? descriptor : nil
    }

    func end(_ error: LoopError?) {
        guard !hasEnded else { return }
        hasEnded = true
        isReset = error.map { !$0.followsEnd } ?? false
        stopReading()
        delegate?.streamDidEnd(error)
    }

    // MARK: - Writing

    /// Writes what the system takes at once and queues the rest.
    ///
    /// - Returns: whether all of it was taken. If not, ``ByteStreamDelegate/streamDidDrain()``
    ///   follows; who goes on writing before that fills the memory.
    @discardableResult
    package func write(_ bytes: [UInt8]) -> Bool {
        guard !isClosed, !bytes.isEmpty else { return true }
        writtenBytes += bytes.count
        let written = unsafe bytes.withUnsafeBufferPointer { source in
            guard let socket else {
                var buffer = unsafe uv_buf_t(source)
                return attempt { unsafe Int(uv_try_write(stream, &buffer, 1)) }
            }
            return attempt {
                Self.result(
                    unsafe send(socket, source.baseAddress, source.count, Int32(MSG_NOSIGNAL)))
            }
        }
        guard let written, written < bytes.count else { return true }
        queue(bytes, from: written)
        return false
    }

    /// Writes two arrays as one, such as a head and its body: one call of the system, no copy.
    @discardableResult
    package func write(_ first: [UInt8], _ second: [UInt8]) -> Bool {
        guard !isClosed, !first.isEmpty, !second.isEmpty else {
            return write(first.isEmpty ? second : first)
        }
        writtenBytes += first.count + second.count
        let written = unsafe first.withUnsafeBufferPointer { first in
            unsafe second.withUnsafeBufferPointer { second in
                var buffers: [2 of uv_buf_t] = unsafe [uv_buf_t(first), uv_buf_t(second)]
                return unsafe withUnsafeMutableBytes(of: &buffers) {
                    guard let socket else {
                        let buffers = unsafe $0.bindMemory(to: uv_buf_t.self).baseAddress
                        return attempt { unsafe Int(uv_try_write(stream, buffers, 2)) }
                    }
                    // On Unix libuv's buffers are the system's.
                    var message = unsafe msghdr()
                    unsafe message.msg_iov = $0.bindMemory(to: iovec.self).baseAddress
                    unsafe message.msg_iovlen = 2
                    return attempt {
                        Self.result(unsafe sendmsg(socket, &message, Int32(MSG_NOSIGNAL)))
                    }
                }
            }
        }
        guard let written, written < first.count + second.count else { return true }
        if written < first.count { queue(first, from: written) }
        queue(second, from: max(written - first.count, 0))
        return false
    }

    /// Bytes that the system took, if nothing waits ahead of them; `nil` when the stream is over.
    ///
    /// A socket's call goes round the file system's layers: these are a tenth of what a small write
    /// costs.
    ///
    /// - Parameter call: returns what it wrote, or a negated `errno`.
    private func attempt(_ call: () -> Int) -> Int? {
        guard pendingBytes == 0 else { return 0 }
        while true {
            let result = call()
            if result >= 0 { return result }
            switch Int32(-result) {
            case EINTR: continue
            case EAGAIN, ENOBUFS: return 0
            case let code:
                end(LoopError(errno: code, call: "write"))
                return nil
            }
        }
    }

    /// A call's result as libuv gives its own.
    private static func result(_ sent: Int) -> Int { sent >= 0 ? sent : Int(-errno) }

    private func queue(_ bytes: [UInt8], from start: Int) {
        let request = WriteRequest(bytes[start...], stream: self)
        pendingBytes += request.count
        let status = unsafe uv_write(request.pointer, stream, &request.buffer, 1) {
            request, status in
            guard let context = unsafe request?.pointee.data else { return }
            unsafe Unmanaged<WriteRequest>.fromOpaque(context).takeRetainedValue().finish(status)
        }
        if status < 0 { request.abandon(status) }
    }

    fileprivate func wrote(_ count: Int, _ status: Int32) {
        guard status >= 0 else {
            // What was not taken stays pending: nobody has had it.
            if !isClosed { end(LoopError(uv: status, call: "write")) }
            return
        }
        pendingBytes -= count
        if pendingBytes == 0 { delegate?.streamDidDrain() }
    }

    /// Ends the own side after what is queued; the peer's side stays open.
    package func shutdown() {
        guard !isClosed else { return }
        let request = UnsafeMutablePointer<uv_shutdown_t>.allocate(capacity: 1)
        let status = unsafe uv_shutdown(request, stream) { request, _ in
            unsafe request?.deallocate()
        }
        if status < 0 { unsafe request.deallocate() }
    }

    // MARK: - Closing

    /// Closes the stream; what is queued is dropped.
    ///
    /// No call to the delegate follows.
    package func close() {
        guard !isClosed else { return }
        delegate = nil
        isReading = false
        handle.close()
    }

    /// Closes a TCP connection with a reset, so that the peer cannot take what it has for a whole.
    package func abort() {
        guard !isClosed else { return }
        delegate = nil
        isReading = false
        if let descriptor {
            var now = linger(l_onoff: 1, l_linger: 0)
            unsafe setsockopt(
                descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        }
        handle.close()
    }
}

extension uv_buf_t {
    fileprivate init(_ bytes: UnsafeBufferPointer<UInt8>) {
        // libuv's buffers are mutable for reading into them; a write leaves them as they are.
        unsafe self.init(
            base: UnsafeMutableRawPointer(mutating: UnsafeRawPointer(bytes.baseAddress))?
                .assumingMemoryBound(to: CChar.self),
            len: bytes.count)
    }
}

/// Bytes on their way out: alive until libuv has written them or given up.
@safe private final class WriteRequest {
    let pointer: UnsafeMutablePointer<uv_write_t>
    var buffer: uv_buf_t
    let count: Int
    private let stream: ByteStream
    private let memory: UnsafeMutableBufferPointer<UInt8>

    init(_ bytes: ArraySlice<UInt8>, stream: ByteStream) {
        self.stream = stream
        count = bytes.count
        unsafe pointer = .allocate(capacity: 1)
        unsafe memory = .allocate(capacity: bytes.count)
        unsafe _ = memory.initialize(fromContentsOf: bytes)
        unsafe buffer = uv_buf_t(UnsafeBufferPointer(memory))
        unsafe pointer.pointee.data = Unmanaged.passRetained(self).toOpaque()
    }

    func finish(_ status: Int32) {
        unsafe memory.deallocate()
        unsafe pointer.deallocate()
        stream.wrote(count, status)
    }

    /// For a write that libuv refused: its callback never comes.
    func abandon(_ status: Int32) {
        unsafe Unmanaged.passUnretained(self).release()
        finish(status)
    }
}
