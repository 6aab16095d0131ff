internal import CCurl
package import SmugLoop

/// Outgoing HTTP(S) of one loop: libcurl's multi interface, driven by the loop.
///
/// Connections are kept and used again. Calls are only allowed on the loop's thread. ``close()``
/// ends what is under way.
@safe package final class CurlMulti: @unchecked Sendable {
    /// Connections that are kept open without a request.
    private static let maxIdleConnections = 256
    /// Handles that are kept for further requests.
    private static let maxSpareHandles = 64

    package let loop: EventLoop
    private let authorities: CertificateAuthorities
    private let multi: UnsafeMutableRawPointer
    private var watchers: [curl_socket_t: SocketWatcher] = [:]
    private var timer: TimerID?
    private var transfers: [UnsafeMutableRawPointer: CurlTransfer] = unsafe [:]
    private var spareHandles: [UnsafeMutableRawPointer] = unsafe []
    /// What libcurl has asked for in a callback and gets when it has returned: a callback may not
    /// call back into it.
    private var wantedTimeout: Int?
    private var isClosed = false

    package init(on loop: EventLoop, trusting authorities: CertificateAuthorities = .system) {
        self.loop = loop
        self.authorities = authorities
        _ = Self.initialized
        guard let multi = unsafe curl_multi_init() else {
            preconditionFailure("libcurl has no memory for its first handle")
        }
        unsafe self.multi = unsafe UnsafeMutableRawPointer(multi)
        setUp()
    }

    /// libcurl's own initialisation, once a process.
    private static let initialized: Bool = {
        curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    }()

    private func setUp() {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe smug_curl_multi_set_pointer(multi, CURLMOPT_SOCKETDATA, context)
        unsafe smug_curl_multi_set_pointer(multi, CURLMOPT_TIMERDATA, context)
        unsafe smug_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, Self.maxIdleConnections)
        unsafe smug_curl_multi_set_socket_function(multi) { _, socket, what, context, _ in
            guard let context = unsafe context else { return 0 }
            unsafe Unmanaged<CurlMulti>.fromOpaque(context).takeUnretainedValue()
                .watch(socket, what)
            return 0
        }
        unsafe smug_curl_multi_set_timer_function(multi) { _, milliseconds, context in
            guard let context = unsafe context else { return 0 }
            unsafe Unmanaged<CurlMulti>.fromOpaque(context).takeUnretainedValue()
                .wantedTimeout = milliseconds
            return 0
        }
    }

    /// Sends a request and returns the whole answer.
    ///
    /// Cancellation ends the transfer at once.
    package func perform(_ request: OutgoingRequest) async throws(TransportError)
        -> IncomingResponse
    {
        do {
            return try await loop.suspend { resume in
                let transfer = try self.start(request, .whole { resume($0.mapError { $0 }) })
                return { self.abandon(transfer) }
            }
        } catch let error as TransportError {
            throw error
        } catch {
            throw TransportError(.cancelled(requestSent: true), "the caller was cancelled")
        }
    }

    /// Sends a request and returns its answer as it comes in, of whatever size.
    ///
    /// Whoever reads it has to cancel it where not all of it is read.
    package func stream(_ request: OutgoingRequest) throws(TransportError) -> IncomingStream {
        let stream = IncomingStream(on: loop)
        let transfer = try start(request, .stream(stream))
        stream.attach(CurlSource(multi: self, transfer: transfer))
        return stream
    }

    /// Begins a transfer, whose end may be told before this returns.
    func start(
        _ request: OutgoingRequest, _ receiver: CurlTransfer.Receiver
    ) throws(TransportError) -> CurlTransfer {
        guard !isClosed,
            let handle = unsafe spareHandles.popLast()
                ?? CurlTransfer.makeHandle(trusting: authorities)
        else {
            throw TransportError(.connectFailed, "no handle for another transfer")
        }
        let transfer = unsafe CurlTransfer(handle: handle, request: request, receiver)
        unsafe transfers[handle] = transfer
        let status = unsafe curl_multi_add_handle(multi, handle)
        guard status == CURLM_OK else {
            unsafe transfers[handle] = nil
            unsafe curl_easy_cleanup(handle)
            throw TransportError(
                .connectFailed, "libcurl refuses the transfer with \(status.rawValue)")
        }
        advance()
        return transfer
    }

    /// Has a transfer go on that its stream held back.
    func goOn(_ transfer: CurlTransfer) {
        guard unsafe transfers[transfer.handle] === transfer else { return }
        unsafe curl_easy_pause(transfer.handle, CURLPAUSE_CONT)
        advance()
    }

    /// Ends a transfer at once; nothing more of it is told.
    func abandon(_ transfer: CurlTransfer) {
        guard unsafe transfers[transfer.handle] === transfer else { return }
        unsafe transfers[transfer.handle] = nil
        unsafe curl_multi_remove_handle(multi, transfer.handle)
        unsafe curl_easy_cleanup(transfer.handle)
    }

    // MARK: - What libcurl asks for

    private func watch(_ socket: curl_socket_t, _ what: Int32) {
        guard what != CURL_POLL_REMOVE else {
            watchers.removeValue(forKey: socket)?.close()
            return
        }
        var readiness: SocketWatcher.Readiness = []
        if what & CURL_POLL_IN != 0 { readiness.insert(.readable) }
        if what & CURL_POLL_OUT != 0 { readiness.insert(.writable) }
        if let watcher = watchers[socket] { return watcher.wait(for: readiness) }
        let watcher = try? SocketWatcher(socket: socket, on: loop) { [unowned self] ready in
            var mask: Int32 = 0
            if ready.contains(.readable) { mask |= CURL_CSELECT_IN }
            if ready.contains(.writable) { mask |= CURL_CSELECT_OUT }
            act(on: socket, mask)
        }
        watchers[socket] = watcher
        watcher?.wait(for: readiness)
    }

    private func act(on socket: curl_socket_t, _ mask: Int32) {
        guard !isClosed else { return }
        var running: Int32 = 0
        unsafe curl_multi_socket_action(multi, socket, mask, &running)
        advance()
    }

    /// Does what libcurl has asked for, until it only waits.
    private func advance() {
        var running: Int32 = 0
        while let timeout = wantedTimeout {
            wantedTimeout = nil
            if let timer { loop.cancel(timer) }
            timer = nil
            if timeout == 0 {
                unsafe curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running)
            } else if timeout > 0 {
                let due = EventLoop.now.advanced(by: .milliseconds(timeout))
                timer = loop.schedule(at: due) { [unowned self] in
                    timer = nil
                    act(on: CURL_SOCKET_TIMEOUT, 0)
                }
            }
        }
        finishTransfers()
    }

    private func finishTransfers() {
        var left: Int32 = 0
        while let message = unsafe curl_multi_info_read(multi, &left) {
            guard unsafe message.pointee.msg == CURLMSG_DONE,
                let handle = unsafe message.pointee.easy_handle
            else { continue }
            let result = unsafe smug_curl_message_result(message)
            unsafe curl_multi_remove_handle(multi, handle)
            guard let transfer = unsafe transfers.removeValue(forKey: handle) else { continue }
            transfer.finish(result)
            recycle(transfer)
        }
    }

    private func recycle(_ transfer: CurlTransfer) {
        guard unsafe spareHandles.count < Self.maxSpareHandles else {
            unsafe curl_easy_cleanup(transfer.handle)
            return
        }
        unsafe spareHandles.append(transfer.handle)
    }

    /// Ends every transfer with an error and closes the connections.
    package func close() {
        guard !isClosed else { return }
        isClosed = true
        for transfer in unsafe Array(transfers.values) {
            unsafe curl_multi_remove_handle(multi, transfer.handle)
            transfer.finish(CURLE_ABORTED_BY_CALLBACK)
            unsafe curl_easy_cleanup(transfer.handle)
        }
        unsafe transfers = [:]
        for index in unsafe spareHandles.indices { unsafe curl_easy_cleanup(spareHandles[index]) }
        unsafe curl_multi_cleanup(multi)
        for watcher in watchers.values { watcher.close() }
        watchers = [:]
        if let timer { loop.cancel(timer) }
        timer = nil
    }
}
