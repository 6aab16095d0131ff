internal import CUV
internal import Glibc

/// A UDP socket that speaks with one peer, from a port that the system chooses: what others send to
/// it, the system drops.
///
/// Only for its loop's thread. It keeps itself alive until ``close()``.
package final class DatagramSocket {
    private let handle: LoopHandle
    private let body: (Result<[UInt8], LoopError>) -> Void

    /// - Parameter body: called with each datagram, and where the system says that none can come,
    ///   such as when nobody listens at the peer's port.
    package init(
        to peer: SocketAddress, on loop: EventLoop,
        _ body: @escaping (Result<[UInt8], LoopError>) -> Void
    ) throws(LoopError) {
        self.body = body
        handle = LoopHandle(on: loop, type: UV_UDP)
        try handle.initialized("uv_udp_init", unsafe uv_udp_init(loop.loop, socket))
        handle.setOwner(self)
        do throws(LoopError) {
            let status = try unsafe peer.withSystemAddress { (name, _) throws(LoopError) in
                unsafe uv_udp_connect(socket, name)
            }
            try uv("connect", status)
            try startReading()
        } catch {
            handle.close()
            throw error
        }
    }

    private var socket: UnsafeMutablePointer<uv_udp_t> {
        unsafe handle.pointer(as: uv_udp_t.self)
    }

    private func startReading() throws(LoopError) {
        let status = unsafe uv_udp_recv_start(
            socket,
            { handle, _, buffer in
                let scratch = unsafe EventLoop.of(handle?.pointee.loop).scratch
                unsafe buffer?.pointee.base = scratch.baseAddress?.assumingMemoryBound(
                    to: CChar.self)
                unsafe buffer?.pointee.len = scratch.count
            },
            { handle, count, buffer, sender, _ in
                let socket = unsafe LoopHandle.owner(
                    handle?.pointee.data, as: DatagramSocket.self)
                // Without a sender there was nothing to read.
                guard unsafe count < 0 || sender != nil else { return }
                unsafe socket.received(count, buffer?.pointee.base)
            })
        try uv("recv", status)
    }

    private func received(_ count: Int, _ base: UnsafeMutablePointer<CChar>?) {
        guard count >= 0 else {
            return body(.failure(LoopError(uv: Int32(count), call: "recv")))
        }
        let bytes = unsafe UnsafeRawBufferPointer(start: base, count: count)
        body(.success(unsafe Array(bytes)))
    }

    /// Sends one datagram, or drops it where the system has no room: who sends over UDP sends again.
    ///
    /// - Throws: what the system says of the peer.
    package func send(_ bytes: [UInt8]) throws(LoopError) {
        guard !handle.isClosing else { return }
        let status = unsafe bytes.withUnsafeBytes { bytes in
            let base = unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress)
            var buffer = unsafe uv_buf_init(
                base?.assumingMemoryBound(to: CChar.self), UInt32(bytes.count))
            return unsafe uv_udp_try_send(socket, &buffer, 1, nil)
        }
        guard status < 0, uv_errno_t(rawValue: status) != UV_EAGAIN else { return }
        throw LoopError(uv: status, call: "send")
    }

    /// Closes the socket; nothing is told any more.
    package func close() {
        if !handle.isClosing { unsafe uv_udp_recv_stop(socket) }
        handle.close()
    }
}
