internal import CUV
internal import Glibc

/// Names to addresses, by the system's resolver on libuv's worker threads.
package enum NameResolution {
    /// The addresses of a host, in the order in which they are to be tried.
    ///
    /// A numeric address is its own answer and asks nobody.
    ///
    /// Cancellation gives up waiting; the system's lookup ends by itself.
    package static func addresses(of host: String, port: UInt16, on loop: EventLoop) async throws
        -> [SocketAddress]
    {
        if let address = SocketAddress(host: host, port: port) { return [address] }
        return try await loop.suspend { resume in
            let request = LookupRequest(port: port, resume)
            var hints = unsafe addrinfo()
            unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
            let status = unsafe uv_getaddrinfo(
                loop.loop, request.pointer,
                { request, status, found in
                    guard let context = unsafe request?.pointee.data else { return }
                    unsafe Unmanaged<LookupRequest>.fromOpaque(context).takeRetainedValue()
                        .finish(status, found)
                }, host, nil, &hints)
            if status < 0 {
                request.abandon()
                throw LoopError(uv: status, call: "getaddrinfo")
            }
            return {
                unsafe _ = uv_cancel(
                    UnsafeMutableRawPointer(request.pointer).assumingMemoryBound(to: uv_req_t.self))
            }
        }
    }
}

@safe private final class LookupRequest {
    let pointer: UnsafeMutablePointer<uv_getaddrinfo_t>
    private let port: UInt16
    private let resume: (Result<[SocketAddress], any Error>) -> Void

    init(port: UInt16, _ resume: @escaping (Result<[SocketAddress], any Error>) -> Void) {
        self.port = port
        self.resume = resume
        unsafe pointer = .allocate(capacity: 1)
        unsafe pointer.pointee.data = Unmanaged.passRetained(self).toOpaque()
    }

    func finish(_ status: Int32, _ found: UnsafeMutablePointer<addrinfo>?) {
        defer {
            unsafe uv_freeaddrinfo(found)
            unsafe pointer.deallocate()
        }
        guard status >= 0 else {
            return resume(.failure(LoopError(uv: status, call: "getaddrinfo")))
        }
        var addresses: [SocketAddress] = []
        var next = unsafe found
        while let entry = unsafe next {
            var storage = sockaddr_storage()
            if let name = unsafe entry.pointee.ai_addr {
                let length = Int(unsafe entry.pointee.ai_addrlen)
                unsafe withUnsafeMutableBytes(of: &storage) { bytes in
                    unsafe bytes.copyMemory(
                        from: UnsafeRawBufferPointer(start: name, count: min(length, bytes.count)))
                }
                if let address = SocketAddress(storage),
                    let withPort = SocketAddress(host: address.host, port: port)
                {
                    addresses.append(withPort)
                }
            }
            unsafe next = entry.pointee.ai_next
        }
        resume(.success(addresses))
    }

    /// For a request that libuv refused: its callback never comes.
    func abandon() {
        unsafe pointer.deallocate()
        unsafe Unmanaged.passUnretained(self).release()
    }
}
