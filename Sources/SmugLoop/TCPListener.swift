internal import CUV
internal import Glibc

/// A listening TCP socket that hands accepted sockets to whoever spreads them over loops.
///
/// One loop accepts for all. With a socket for each loop (`SO_REUSEPORT`) the kernel spreads
/// connections by a hash: of 64 over two loops, in 200 runs, one loop got 38 or more in every
/// fourth run, 40 in every tenth, and 44 at worst; handed over, each gets 32.
package final class TCPListener: @unchecked Sendable {
    /// What a connection is accepted with: the socket, which the receiver owns, and its peer.
    package typealias Accept = (_ socket: Int32, _ peer: SocketAddress) -> Void

    /// How many connections one turn of the loop takes before others get their turn.
    private static let maxAcceptsPerTurn = 64
    /// How long a process that is out of descriptors waits before it tries again.
    private static let pauseWithoutDescriptors = Duration.milliseconds(100)

    package let address: SocketAddress
    private let loop: EventLoop
    private let poll: LoopHandle
    private let socket: Int32
    private let accept: Accept
    private var pause: TimerID?

    /// Listens on an address; port 0 takes a free one, which ``address`` then tells.
    package init(
        on loop: EventLoop, address: SocketAddress, backlog: Int32 = 1024,
        accept: @escaping Accept
    ) throws(LoopError) {
        self.loop = loop
        self.accept = accept
        let socket = try Self.listeningSocket(address, backlog: backlog)
        self.socket = socket
        self.address = SocketAddress(localNameOf: socket) ?? address
        poll = LoopHandle(on: loop, type: UV_POLL)
        do throws(LoopError) {
            try poll.initialized(
                "uv_poll_init",
                unsafe uv_poll_init(loop.loop, poll.pointer(as: uv_poll_t.self), socket))
        } catch {
            Glibc.close(socket)
            throw error
        }
        poll.setOwner(self)
        resume()
    }

    private static func listeningSocket(_ address: SocketAddress, backlog: Int32)
        throws(LoopError) -> Int32
    {
        let family = address.isIPv6 ? AF_INET6 : AF_INET
        let type =
            Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
            | Int32(SOCK_CLOEXEC.rawValue)
        let socket = try system("socket") { Glibc.socket(family, type, 0) }
        do throws(LoopError) {
            var on: Int32 = 1
            let size = socklen_t(MemoryLayout<Int32>.size)
            unsafe setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, size)
            try unsafe address.withSystemAddress { (pointer, length) throws(LoopError) in
                _ = try system("bind") { unsafe bind(socket, pointer, length) }
            }
            try system("listen") { listen(socket, backlog) }
        } catch {
            Glibc.close(socket)
            throw error
        }
        return socket
    }

    private func resume() {
        pause = nil
        unsafe uv_poll_start(poll.pointer(as: uv_poll_t.self), Int32(UV_READABLE.rawValue)) {
            handle, _, _ in
            unsafe LoopHandle.owner(handle?.pointee.data, as: TCPListener.self).acceptAll()
        }
    }

    private func acceptAll() {
        for _ in 0..<Self.maxAcceptsPerTurn where !poll.isClosing {
            var storage = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
            let accepted = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
                let raw = UnsafeMutableRawPointer(pointer)
                return unsafe accept4(
                    socket, raw.assumingMemoryBound(to: sockaddr.self), &length, flags)
            }
            guard accepted >= 0 else { return acceptFailed(errno) }
            guard let peer = SocketAddress(storage) else {
                Glibc.close(accepted)
                continue
            }
            accept(accepted, peer)
        }
    }

    private func acceptFailed(_ code: Int32) {
        switch code {
        case EMFILE, ENFILE, ENOBUFS, ENOMEM:
            // The connection stays in the backlog, so the socket stays readable: without a pause
            // the loop would spin until a descriptor is free.
            unsafe uv_poll_stop(poll.pointer(as: uv_poll_t.self))
            let due = EventLoop.now.advanced(by: Self.pauseWithoutDescriptors)
            pause = loop.schedule(at: due) { [unowned self] in resume() }
        default:
            // Nothing left to accept, or a peer that left before it was.
            break
        }
    }

    /// Closes an accepted socket that nobody takes.
    package static func refuse(_ socket: Int32) {
        Glibc.close(socket)
    }

    /// Stops listening; connections in the backlog are reset by the system.
    package func close() {
        if let pause { loop.cancel(pause) }
        pause = nil
        let socket = socket
        poll.close { Glibc.close(socket) }
    }
}

extension SocketAddress {
    /// Whether this machine has the address, so that it can be listened on.
    package static func isAvailable(_ address: SocketAddress) -> Bool {
        let any = SocketAddress(host: address.host, port: 0) ?? address
        let family = any.isIPv6 ? AF_INET6 : AF_INET
        let socket = Glibc.socket(family, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { return false }
        defer { Glibc.close(socket) }
        let bound = try? unsafe any.withSystemAddress { (pointer, length) throws(LoopError) in
            unsafe bind(socket, pointer, length)
        }
        return bound == 0
    }

    init?(localNameOf socket: Int32) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let status = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            let raw = UnsafeMutableRawPointer(pointer)
            return unsafe getsockname(socket, raw.assumingMemoryBound(to: sockaddr.self), &length)
        }
        guard status == 0 else { return nil }
        self.init(storage)
    }
}
