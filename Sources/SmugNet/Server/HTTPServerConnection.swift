internal import SmugHTTP
internal import SmugLoop

/// One client's HTTP/1.1 connection: bytes to exchanges, one after the other, on one loop.
///
/// Callbacks of the stream parse what arrives. A request that is there whole is offered to the
/// handler at once; what it does not take, a task has it handle. All share the loop's thread, so
/// none sees the other in the middle of something.
@safe final class HTTPServerConnection: HTTPConnection, HTTPCarrier, @unchecked Sendable {
    let loop: EventLoop
    let peerHost: [UInt8]
    let peer: SocketAddress
    let stream: any ByteTransport
    let server: HTTPServerContext
    private let idleNanoseconds: Int64
    private let firstHeadDeadline: MonotonicTime?
    private var task: Task<Void, Never>?
    private var onClose: (() -> Void)?

    private(set) var isDraining = false
    private(set) var serving = ServingPhase()
    private var timer = DeadlineTimer()
    /// The request that is being received or answered.
    var exchange: HTTPExchange?
    /// Whether the handler has the exchange at hand, with or without a task.
    private(set) var isHandled = false
    /// Why no further request is read.
    var fault: HTTPServerFault?

    // MARK: What comes

    var parser: HTTPRequestParser
    var readAhead = ReadAhead()
    var bodyNeed = BodyNeed()
    var bodyWaiter: UnsafeContinuation<Void, Never>?

    // MARK: What goes

    /// More than one when a handler writes from several tasks.
    var drainWaiters: [UnsafeContinuation<Void, Never>] = unsafe []

    /// - Parameter headUntil: when the first head must be there, where its time runs already.
    init(
        over stream: any ByteTransport, from peer: SocketAddress, of server: HTTPServerContext,
        headUntil: MonotonicTime? = nil
    ) {
        self.stream = stream
        self.server = server
        self.peer = peer
        loop = stream.loop
        peerHost = Array(peer.host.utf8)
        idleNanoseconds = server.settings.idleTimeout.wholeNanoseconds
        firstHeadDeadline = headUntil
        parser = HTTPRequestParser(limits: server.settings.limits)
        stream.delegate = self
    }

    var isSecure: Bool { stream.isEncrypted }
    var phase: ServingPhase.Phase { serving.phase }
    var settings: HTTPServerSettings { server.settings }

    func start(onClose: @escaping () -> Void) {
        self.onClose = onClose
        enter(
            .readingHead,
            until: firstHeadDeadline ?? EventLoop.now.advanced(by: settings.headTimeout))
        stream.startReading()
    }

    /// Ends the connection as soon as no request is being received or answered.
    func drain() {
        isDraining = true
        guard exchange == nil, phase == .idle || phase == .readingHead else { return }
        if parser.isBetweenMessages { close() }
    }

    func cutOff() {
        guard phase != .lingering else { return }
        guard let exchange else { return close() }
        if !exchange.isAnswered {
            fault = fault ?? .ending
            exchange.keepAlive = false
            wakeBodyWaiter()
        }
        leaveHandler()
    }

    /// Ends the connection now; an answer that is being sent is broken off.
    func cancel() {
        if exchange == nil { close() } else { abort() }
        leaveHandler()
    }

    // MARK: - The handler

    /// Gives the exchange at hand to the handler: without a task, where it takes it so.
    func handOver(_ exchange: HTTPExchange) {
        isHandled = true
        if exchange.isRequestComplete, server.handler.take(exchange) { return }
        task = Task(executorPreference: loop) { await self.handle(exchange) }
    }

    private func handle(_ exchange: HTTPExchange) async {
        // A client may send a request and leave in one turn of the loop.
        if phase != .closed {
            await server.handler.handle(exchange)
            if !exchange.isAnswered {
                await exchange.respond(
                    server.handler.response(to: fault ?? .unanswered, requestID: nil))
            }
            if exchange.isStreaming { exchange.abort() }
        }
        task = nil
        conclude(exchange)
    }

    /// Tells a handler that its client waits no more.
    func leaveHandler() {
        task?.cancel()
        exchange?.abandon()
    }

    /// Makes the connection ready for the next request, or ends it.
    func conclude(_ exchange: HTTPExchange) {
        guard self.exchange === exchange else { return }
        self.exchange = nil
        isHandled = false
        exchange.isConcluded = true
        guard phase != .closed else { return endIfDone() }
        // A drain that began after the answer's head could not say that it was the last.
        guard exchange.keepAlive, exchange.isRequestComplete, fault == nil, !isDraining else {
            return linger()
        }
        enter(.idle, until: loop.recently.advanced(byNanoseconds: idleNanoseconds))
        if !readAhead.isEmpty {
            parseReadAhead()
            if phase == .idle, !parser.isBetweenMessages {
                enter(.readingHead, within: settings.headTimeout)
            }
        }
        readOn()
    }

    // MARK: - The end

    func streamDidEnd(_ error: LoopError?) {
        guard phase != .closed else { return }
        // Whoever closes its side has no use for an answer any more.
        close()
        leaveHandler()
    }

    func abort(_ exchange: HTTPExchange) { abort() }

    private func abort() {
        guard phase != .closed else { return }
        stream.abort()
        close()
    }

    /// Ends the own side and reads on for a while: a socket that is closed with unread bytes in it
    /// is reset, and the reset can overtake the answer (RFC 9112 section 9.6).
    func linger() {
        guard phase != .closed else { return }
        enter(.lingering, within: HTTPServerSettings.lingerTimeout)
        readAhead.drop()
        stream.shutdown()
        stream.startReading()
    }

    private func close() {
        guard phase != .closed else { return }
        serving.close()
        stream.close()
        timer.cancel(on: loop)
        readAhead.drop()
        wakeBodyWaiter()
        streamDidDrain()
        endIfDone()
    }

    /// Tells of the end: a handler that still works on a request whose client is gone counts.
    private func endIfDone() {
        guard phase == .closed, exchange == nil, let onClose else { return }
        self.onClose = nil
        onClose()
    }

    // MARK: - Deadlines

    /// Moves to what the handler waits for: writing counts before reading.
    func enterHandling() {
        if unsafe !drainWaiters.isEmpty {
            enter(
                .writing, until: EventLoop.now.advanced(by: settings.writeTimeout),
                unsent: stream.unsentBytes)
        } else if unsafe bodyWaiter != nil {
            enter(.readingBody, within: bodyNeed.timeLeft)
        } else {
            enter(.handling, within: nil)
        }
    }

    func enter(_ phase: ServingPhase.Phase, within limit: Duration?) {
        enter(phase, until: limit.map { EventLoop.now.advanced(by: $0) } ?? .distantFuture)
    }

    private func enter(
        _ phase: ServingPhase.Phase, until deadline: MonotonicTime, unsent: Int = 0
    ) {
        guard serving.enter(phase, until: deadline, unsent: unsent), !timer.isDue(by: deadline)
        else { return }
        arm()
    }

    private func arm() {
        timer.set(to: serving.deadline, on: loop) { [unowned self] in timerFired() }
    }

    private func timerFired() {
        timer.fired()
        switch serving.timerFired(
            at: EventLoop.now, hasBegun: !parser.isBetweenMessages, unsent: stream.unsentBytes)
        {
        case .wait: arm()
        case .writeOn: enterHandling()
        case .close: close()
        case .abort: abort()
        case .fail(.head): fail(.headTimeout)
        case .fail(.body): fail(.bodyTimeout)
        }
    }
}
