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
        guard status == 0 else { return ByteStream(handle: handle, socket: nil) }
        watch(socket)
        return ByteStream(handle: handle, socket: socket)
    }

    /// Has a peer that is gone without a word noticed within a minute while nothing is sent to it:
    /// who is silent may be a function that runs for a quarter of an hour.
    ///
    /// It also keeps alive what a gateway of a network remembers of the connection. What is sent
    /// and not acknowledged has the system's own time: to limit that would end connections whose
    /// peers are there and take nothing for a while.
    private static func watch(_ socket: uv_os_fd_t) {
        let options: [(level: Int32, name: Int32, value: Int32)] = [
            (SOL_SOCKET, SO_KEEPALIVE, 1),
            (Int32(IPPROTO_TCP), TCP_KEEPIDLE, 30),
            (Int32(IPPROTO_TCP), TCP_KEEPINTVL, 10),
            (Int32(IPPROTO_TCP), TCP_KEEPCNT, 3),
        ]
        for var option in options {
            unsafe setsockopt(
                socket, option.level, option.name, &option.value,
                socklen_t(MemoryLayout<Int32>.size))
        }
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
