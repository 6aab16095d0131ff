internal import CUV
internal import Glibc

extension ByteStream {
    /// Connects to an address; the calling task runs on `loop`.
    ///
    /// Cancellation closes the socket and throws `CancellationError`.
    package static func connect(to address: SocketAddress, on loop: EventLoop) async throws
        -> ByteStream
    {
        let handle = LoopHandle(on: loop, type: UV_TCP)
        unsafe uv_tcp_init(loop.loop, handle.pointer(as: uv_tcp_t.self))
        do {
            try await loop.suspend { resume in
                let request = ConnectRequest(resume)
                let tcp = unsafe handle.pointer(as: uv_tcp_t.self)
                let status = try unsafe address.withSystemAddress {
                    (name, _) throws(LoopError) in
                    unsafe uv_tcp_connect(request.pointer, tcp, name) { request, status in
                        guard let context = unsafe request?.pointee.data else { return }
                        unsafe Unmanaged<ConnectRequest>.fromOpaque(context).takeRetainedValue()
                            .finish(status)
                    }
                }
                if status < 0 {
                    request.abandon()
                    throw LoopError(uv: status, call: "connect")
                }
                return { handle.close() }
            }
        } catch {
            handle.close()
            throw error
        }
        unsafe uv_tcp_nodelay(handle.pointer(as: uv_tcp_t.self), 1)
        var socket: uv_os_fd_t = -1
        let status = unsafe uv_fileno(handle.pointer(as: uv_handle_t.self), &socket)
        return ByteStream(handle: handle, socket: status == 0 ? socket : nil)
    }
}

@safe private final class ConnectRequest {
    let pointer: UnsafeMutablePointer<uv_connect_t>
    private let resume: (Result<Void, any Error>) -> Void

    init(_ resume: @escaping (Result<Void, any Error>) -> Void) {
        self.resume = resume
        unsafe pointer = .allocate(capacity: 1)
        unsafe pointer.pointee.data = Unmanaged.passRetained(self).toOpaque()
    }

    func finish(_ status: Int32) {
        unsafe pointer.deallocate()
        resume(status < 0 ? .failure(LoopError(uv: status, call: "connect")) : .success(()))
    }

    /// For a request that libuv refused: its callback never comes.
    func abandon() {
        unsafe pointer.deallocate()
        unsafe Unmanaged.passUnretained(self).release()
    }
}
