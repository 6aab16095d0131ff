internal import CNghttp2
internal import SmugHTTP
internal import SmugLoop
internal import SmugNet

/// One client's HTTP/2 connection: a session of frames, its streams and its deadlines, on one loop.
///
/// Bytes that come in become events of the session, which are only noted; when all are read, whole
/// requests go to the handler, and what there is to send goes out in one write.
final class HTTP2Connection: HTTPConnection, @unchecked Sendable {
    enum Phase {
        case open
        /// All is said; what the client still sends is dropped until it closes.
        case lingering
        case closed
    }

    let loop: EventLoop
    let peer: SocketAddress
    let peerHost: [UInt8]
    var isSecure: Bool { transport.isEncrypted }
    let server: HTTPServerContext
    let counters: HTTP2Counters
    let transport: any ByteTransport
    let limits: HTTP2Limits
    private(set) lazy var session = HTTP2Session(
        for: self, maxStreams: limits.maxConcurrentStreams,
        maxHeadBytes: settings.limits.maxHeadBytes)
    var guardian: FloodGuard

    var phase = Phase.open
    var isDraining = false
    private var onClose: (() -> Void)?
    var flood: HTTP2Fault?

    var streams: [HTTP2Stream] = []
    /// Whose head, or trailers, are being read.
    var headID: Int32?
    /// The same where it is a request's head.
    var beginning: HTTP2Stream?
    /// Whether the client has said how it speaks, as it has to at first.
    var hasSettings = false
    /// Whose head came in what is being read.
    var arrived: [HTTP2Stream] = []
    /// Which ended in what is being read or sent.
    var departed: [HTTP2Stream] = []
    /// Who wait for what they sent to be taken.
    var untaken: [HTTP2Stream] = []
    /// Requests that a handler has.
    var handlingCount = 0
    /// Streams with data that the session has not taken.
    var unsentCount = 0

    var isFlushScheduled = false
    /// What answers count on of the client's window, until they are passed on.
    var promisedBytes = 0
    /// Bytes that were handed to the transport since the connection began.
    var writtenBytes = 0

    var deadlines = HTTP2Deadlines()
    private var timer = DeadlineTimer()

    init(
        over transport: any ByteTransport, from peer: SocketAddress,
        of server: HTTPServerContext, limits: HTTP2Limits, counters: HTTP2Counters
    ) {
        self.transport = transport
        self.peer = peer
        self.server = server
        self.limits = limits
        self.counters = counters
        loop = transport.loop
        peerHost = Array(peer.host.utf8)
        guardian = FloodGuard(limits)
        transport.delegate = self
    }

    var settings: HTTPServerSettings { server.settings }

    // MARK: - HTTPConnection

    func start(onClose: @escaping () -> Void) {
        self.onClose = onClose
        deadlines.head = after(settings.headTimeout)
        watch(deadlines.head)
        scheduleFlush()
        transport.startReading()
    }

    /// Tells the client to send its next requests elsewhere; those that are here, or on their way,
    /// are answered (RFC 9113, section 6.8).
    func drain() {
        guard phase == .open, !isDraining else { return }
        isDraining = true
        session.submitNotice()
        deadlines.notice = after(HTTP2Limits.shutdownNoticeTimeout)
        watch(deadlines.notice)
        scheduleFlush()
    }

    func cutOff() {
        guard phase == .open else { return }
        noticeHeard()
        for stream in streams { stream.cutOff() }
        scheduleFlush()
    }

    func cancel() {
        guard phase != .closed else { return }
        if !streams.isEmpty { transport.abort() }
        close()
    }

    // MARK: - Reading

    func streamDidReceive(_ bytes: Span<UInt8>) {
        guard phase == .open else { return }
        // What is to be sent goes out when all is read.
        isFlushScheduled = true
        do throws(HTTP2Session.Failure) {
            try session.receive(bytes)
        } catch {
            return end(error)
        }
        awaitHead()
        settle()
        flush()
        if session.queuedFrames > limits.maxUnreadFrames { end(.unreadFlood) }
    }

    /// Gives a client that has begun a head time to end it.
    func awaitHead() {
        if headID == nil, hasSettings {
            deadlines.head = .distantFuture
        } else if deadlines.head == .distantFuture {
            deadlines.head = after(settings.headTimeout)
            watch(deadlines.head)
        }
    }

    func streamDidEnd(_ error: LoopError?) {
        // Whoever closes its side has no use for an answer any more.
        close()
    }

    /// Does what the session's events were noted for.
    func settle() {
        while !arrived.isEmpty || !departed.isEmpty {
            let (arrived, departed) = (self.arrived, self.departed)
            self.arrived = []
            self.departed = []
            for stream in departed { stream.leaveHandler() }
            for stream in arrived { stream.handOver() }
        }
    }

    // MARK: - The end

    private func end(_ failure: HTTP2Session.Failure) {
        switch failure {
        case .refused: end(flood ?? .protocolError)
        case .flooded: end(.pingFlood)
        case .tooManyContinuations: end(.continuationFlood)
        case .broken: end(.protocolError)
        }
    }

    /// Ends a connection whose client breaks the protocol or floods, and tells it so.
    func end(_ fault: HTTP2Fault) {
        guard phase == .open else { return }
        counters.add(fault)
        flood = nil
        let isFlood = fault != .protocolError
        session.terminate(isFlood ? NGHTTP2_ENHANCE_YOUR_CALM : NGHTTP2_PROTOCOL_ERROR)
        arrived = []
        finish()
    }

    /// Passes on what the session has still to say, and says no more.
    private func finish() {
        guard phase == .open else { return }
        _ = session.produce(upTo: HTTP2Limits.maxWriteBytes)
        transport.write(session.takeOutput())
        if phase == .open { linger() }
    }

    /// Ends the own side and reads on for a while: a socket that is closed with unread bytes in it
    /// is reset, and the reset can overtake what was said last.
    func linger() {
        guard phase == .open else { return }
        phase = .lingering
        dropStreams()
        deadlines = HTTP2Deadlines()
        deadlines.linger = after(HTTPServerSettings.lingerTimeout)
        watch(deadlines.linger)
        transport.shutdown()
    }

    private func close() {
        guard phase != .closed else { return }
        phase = .closed
        transport.close()
        timer.cancel(on: loop)
        dropStreams()
        endIfDone()
    }

    private func dropStreams() {
        let streams = streams
        self.streams = []
        beginning = nil
        for stream in streams {
            session.detach(stream.id)
            stream.closed()
        }
        untaken = []
        arrived = []
        departed = []
        for stream in streams { stream.leaveHandler() }
    }

    func handlerEnded() {
        handlingCount -= 1
        endIfDone()
    }

    /// Tells of the end: a handler that still works on a request whose client is gone counts.
    private func endIfDone() {
        guard phase == .closed, handlingCount == 0, let onClose else { return }
        self.onClose = nil
        onClose()
    }

    // MARK: - Deadlines

    func after(_ duration: Duration) -> MonotonicTime {
        EventLoop.now.advanced(by: duration)
    }

    /// Looks after the connection at that time, if not before.
    func watch(_ deadline: MonotonicTime) {
        guard phase != .closed, deadline != .distantFuture, !timer.isDue(by: deadline) else {
            return
        }
        timer.set(to: deadline, on: loop) { [unowned self] in timerFired() }
    }

    private func timerFired() {
        timer.fired()
        let (now, acknowledged) = (EventLoop.now, acknowledgedBytes)
        switch deadlines.verdict(at: now, taken: acknowledged) {
        case .close: return close()
        case .abort:
            counters.add(.stalledStream)
            return cancel()
        case .writeOn: watchWriting()
        case .endUnfinished, .endIdle:
            session.terminate(NGHTTP2_NO_ERROR)
            return finish()
        case .endNotice: noticeHeard()
        case nil: break
        }
        for stream in streams where stream.deadline <= now {
            stream.timerFired(at: now, acknowledged: acknowledged)
        }
        watch(streams.reduce(deadlines.earliest) { min($0, $1.deadline) })
    }
}
