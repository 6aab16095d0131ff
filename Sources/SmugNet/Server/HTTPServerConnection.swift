internal import SmugHTTP
internal import SmugLoop

/// One client's connection: bytes to exchanges, one after the other, on one loop.
///
/// Callbacks of the stream parse what arrives; a task runs the handler. They share the loop's
/// thread, so neither sees the other in the middle of something.
@safe final class HTTPServerConnection: ByteStreamDelegate, @unchecked Sendable {
    /// What a handler wants of the body of the request at hand, and what the client has left to
    /// send it in.
    private struct BodyNeed {
        /// So many bytes at least; 0 before the handler has asked for any.
        var bytes = 0
        /// Whether they are wanted together or as they come.
        var isWhole = false
        /// Only the time in which the handler waits counts, over all of its waits: a client that
        /// sends byte by byte earns nothing by each.
        var timeLeft = Duration.zero
        /// Bytes that came since ``timeLeft`` was last filled up.
        var progress = 0
    }

    /// What the connection waits for, which decides what its deadline means.
    private enum Phase {
        case idle
        case readingHead
        case readingBody
        case handling
        case writing
        /// The last answer is out; what the client still sends is dropped until it closes.
        case lingering
        case closed
    }

    let loop: EventLoop
    let peer: SocketAddress
    let peerHost: [UInt8]
    private let stream: ByteStream
    private let handler: any HTTPHandler
    private let settings: HTTPServerSettings
    private let idleNanoseconds: Int64
    private let dates: DateCache
    private var parser: HTTPRequestParser
    private var task: Task<Void, Never>?
    private var onClose: (() -> Void)?

    private var phase = Phase.readingHead
    private var exchange: HTTPExchange?
    private var backlog: [UInt8] = []
    private var isDraining = false
    private var isServing = false
    private var bodyNeed = BodyNeed()
    private var fault: HTTPServerFault?

    private var nextExchange: UnsafeContinuation<HTTPExchange?, Never>?
    private var bodyWaiter: UnsafeContinuation<Void, Never>?
    /// More than one when a handler writes from several tasks.
    private var drainWaiters: [UnsafeContinuation<Void, Never>] = unsafe []

    private var deadline = MonotonicTime.distantFuture
    private var timer: (id: TimerID, at: MonotonicTime)?

    init(
        stream: ByteStream, peer: SocketAddress, handler: any HTTPHandler,
        settings: HTTPServerSettings, dates: DateCache
    ) {
        self.stream = stream
        self.loop = stream.loop
        self.peer = peer
        peerHost = Array(peer.host.utf8)
        self.handler = handler
        self.settings = settings
        idleNanoseconds = settings.idleTimeout.wholeNanoseconds
        self.dates = dates
        parser = HTTPRequestParser(limits: settings.limits)
        stream.delegate = self
    }

    /// Serves until the connection ends; `onClose` is called on the loop when it has and the
    /// handler has returned.
    func start(onClose: @escaping () -> Void) {
        self.onClose = onClose
        isServing = true
        enter(.readingHead, within: settings.headTimeout)
        task = Task(executorPreference: loop) { await self.serve() }
        stream.startReading()
    }

    /// Ends the connection as soon as no request is being received or answered.
    func drain() {
        isDraining = true
        guard exchange == nil, phase == .idle || phase == .readingHead else { return }
        if parser.isBetweenMessages { close() }
    }

    /// Ends the connection now; an answer that is being sent is broken off.
    func cancel() {
        task?.cancel()
        if exchange == nil { close() } else { abort() }
    }

    // MARK: - The task

    private func serve() async {
        while let exchange = await next() {
            // A client may send a request and leave in one turn of the loop.
            guard phase != .closed else { break }
            await handler.handle(exchange)
            if !exchange.isAnswered {
                await exchange.respond(handler.response(to: fault ?? .unanswered, requestID: nil))
            }
            if exchange.isStreaming { exchange.abort() }
            guard conclude(exchange) else { break }
        }
        exchange = nil
        if phase != .lingering { close() }
        isServing = false
        endIfDone()
    }

    private func next() async -> HTTPExchange? {
        if let exchange { return exchange }
        guard phase != .closed, phase != .lingering else { return nil }
        return await unsafe withUnsafeContinuation { unsafe nextExchange = $0 }
    }

    /// Makes the connection ready for the next request; `false` when this was the last.
    private func conclude(_ exchange: HTTPExchange) -> Bool {
        self.exchange = nil
        exchange.isConcluded = true
        guard phase != .closed else { return false }
        // A drain that began after the answer's head could not say that it was the last.
        guard exchange.keepAlive, exchange.isRequestComplete, fault == nil, !isDraining else {
            linger()
            return false
        }
        enter(.idle, until: EventLoop.now.advanced(byNanoseconds: idleNanoseconds))
        if !backlog.isEmpty {
            parseBacklog()
            if phase == .idle, !parser.isBetweenMessages {
                enter(.readingHead, within: settings.headTimeout)
            }
        }
        readOn()
        return true
    }

    // MARK: - Reading

    func streamDidReceive(_ bytes: Span<UInt8>) {
        guard phase != .lingering else { return }
        var offset = 0
        if backlog.isEmpty {
            parse(bytes, &offset)
            if offset < bytes.count { keep(bytes.extracting(offset...)) }
        } else {
            keep(bytes)
            parseBacklog()
        }
        if exchange == nil, phase == .idle {
            enter(.readingHead, within: settings.headTimeout)
        }
        if isBodyReady { wakeBodyWaiter() }
    }

    /// Reads unless as much waits already as may: one request taken must not make room for more
    /// than it took.
    private func readOn() {
        if backlog.count < HTTPServerSettings.maxReadAheadBytes { stream.startReading() }
    }

    private func keep(_ bytes: Span<UInt8>) {
        guard phase != .closed, phase != .lingering else { return }
        unsafe bytes.withUnsafeBufferPointer { unsafe backlog.append(contentsOf: unsafe $0) }
        if backlog.count >= HTTPServerSettings.maxReadAheadBytes { stream.stopReading() }
    }

    private func parseBacklog() {
        guard !backlog.isEmpty else { return }
        let bytes = backlog
        backlog = []
        var offset = 0
        parse(bytes.span, &offset)
        if offset < bytes.count {
            backlog = Array(bytes[offset...])
        }
        readOn()
    }

    /// Whether the next bytes belong to the request at hand, or may begin one.
    private var isParsing: Bool {
        guard fault == nil, phase != .closed, phase != .lingering else { return false }
        guard let exchange else { return !isDraining || phase == .readingHead }
        guard !exchange.isRequestComplete else { return false }
        return exchange.body.count < max(bodyNeed.bytes, HTTPServerSettings.maxReadAheadBytes)
    }

    private func parse(_ bytes: Span<UInt8>, _ offset: inout Int) {
        while isParsing {
            do throws(HTTPParseError) {
                switch try parser.next(bytes, &offset) {
                case .needMore: return
                case .head(let head): begin(head)
                case .body(let range): append(bytes.extracting(range))
                case .end: exchange?.isRequestComplete = true
                }
            } catch {
                return fail(.malformed(error))
            }
        }
    }

    private func begin(_ head: HTTPRequestHead) {
        let exchange = HTTPExchange(request: head, connection: self)
        self.exchange = exchange
        bodyNeed = BodyNeed(timeLeft: settings.bodyTimeout)
        enter(.handling, within: nil)
        if let waiter = unsafe nextExchange {
            unsafe nextExchange = nil
            unsafe waiter.resume(returning: exchange)
        }
    }

    private func append(_ part: Span<UInt8>) {
        guard let exchange else { return }
        unsafe part.withUnsafeBufferPointer { unsafe exchange.body.append(contentsOf: unsafe $0) }
        bodyNeed.progress += part.count
        if bodyNeed.progress >= HTTPServerSettings.bodyProgressBytes {
            bodyNeed.progress = 0
            bodyNeed.timeLeft = settings.bodyTimeout
            if phase == .readingBody { enter(.readingBody, within: bodyNeed.timeLeft) }
        }
    }

    // MARK: - The body

    private var isBodyReady: Bool {
        guard let exchange, fault == nil else { return true }
        if exchange.isRequestComplete { return true }
        return bodyNeed.isWhole
            ? exchange.body.count >= bodyNeed.bytes : !exchange.body.isEmpty
    }

    /// Waits until more of a request's body is there: what comes next, or all of it up to one byte
    /// over `limit`.
    ///
    /// One task at a time reads a body.
    func readMore(for exchange: HTTPExchange, upTo limit: Int, isWhole: Bool)
        async throws(HTTPServerFault)
    {
        try checkBody(of: exchange)
        askForBody(of: exchange)
        bodyNeed.bytes = limit < .max ? limit + 1 : limit
        bodyNeed.isWhole = isWhole
        parseBacklog()
        if phase != .closed, !isBodyReady {
            precondition(unsafe bodyWaiter == nil, "two tasks read one request's body")
            await unsafe withUnsafeContinuation {
                unsafe bodyWaiter = $0
                enterHandling()
            }
        }
        try checkBody(of: exchange)
    }

    private func checkBody(of exchange: HTTPExchange) throws(HTTPServerFault) {
        guard phase != .closed, self.exchange === exchange else { throw .disconnected }
        if let fault { throw fault }
    }

    /// Tells a client that waits for it to go on; once, and never in the middle of an answer.
    private func askForBody(of exchange: HTTPExchange) {
        guard exchange.request.expectsContinue, exchange.body.isEmpty, bodyNeed.bytes == 0,
            !exchange.isAnswered
        else { return }
        var bytes: [UInt8] = []
        HTTPResponseSerializer.appendContinue(to: &bytes)
        stream.write(bytes)
    }

    private func wakeBodyWaiter() {
        guard let waiter = unsafe bodyWaiter else { return }
        unsafe bodyWaiter = nil
        if phase == .readingBody {
            bodyNeed.timeLeft = max(.zero, EventLoop.now.duration(to: deadline))
            enterHandling()
        }
        unsafe waiter.resume()
    }

    func streamDidEnd(_ error: LoopError?) {
        guard phase != .closed else { return }
        // Whoever closes its side has no use for an answer any more.
        task?.cancel()
        close()
    }

    /// Answers what cannot be read as a request, or has the handler that waits for it answer.
    private func fail(_ fault: HTTPServerFault) {
        self.fault = fault
        backlog = []
        if let exchange {
            exchange.keepAlive = false
            wakeBodyWaiter()
            return
        }
        let response = handler.response(to: fault, requestID: nil)
        var bytes: [UInt8] = []
        HTTPResponseSerializer.appendHead(
            status: response.status, fields: response.fields,
            framing: .length(response.body.count), keepAlive: false, date: date(),
            version: .http11, to: &bytes)
        stream.write(bytes + response.body)
        linger()
        endTask()
    }

    // MARK: - Writing

    /// Hands bytes to the system; returns when it has taken them or the connection is gone.
    func send(_ bytes: [UInt8]) async {
        guard !stream.write(bytes), phase != .closed else { return }
        await unsafe withUnsafeContinuation {
            unsafe drainWaiters.append($0)
            enterHandling()
        }
    }

    func streamDidDrain() {
        guard unsafe !drainWaiters.isEmpty else { return }
        let waiters = unsafe drainWaiters
        unsafe drainWaiters = []
        if phase == .writing { enterHandling() }
        unsafe waiters.forEach { unsafe $0.resume() }
    }

    func date() -> [UInt8] { dates.now() }

    var isGone: Bool { phase == .closed }

    /// Whether another request may follow on this connection.
    var mayContinue: Bool { !isDraining && fault == nil && phase != .closed }

    // MARK: - The end

    func abort() {
        guard phase != .closed else { return }
        stream.abort()
        close()
    }

    /// Ends the own side and reads on for a while: a socket that is closed with unread bytes in it
    /// is reset, and the reset can overtake the answer (RFC 9112 section 9.6).
    private func linger() {
        guard phase != .closed else { return }
        enter(.lingering, within: HTTPServerSettings.lingerTimeout)
        backlog = []
        stream.shutdown()
        stream.startReading()
    }

    private func close() {
        guard phase != .closed else { return }
        phase = .closed
        stream.close()
        if let timer { loop.cancel(timer.id) }
        timer = nil
        backlog = []
        endTask()
        wakeBodyWaiter()
        streamDidDrain()
        endIfDone()
    }

    /// Tells of the end: a handler that still works on a request whose client is gone counts.
    private func endIfDone() {
        guard phase == .closed, !isServing, let onClose else { return }
        self.onClose = nil
        onClose()
    }

    private func endTask() {
        guard let waiter = unsafe nextExchange else { return }
        unsafe nextExchange = nil
        unsafe waiter.resume(returning: nil)
    }

    // MARK: - Deadlines

    /// Moves to what the handler waits for: writing counts before reading.
    private func enterHandling() {
        if unsafe !drainWaiters.isEmpty {
            enter(.writing, within: settings.writeTimeout)
        } else if unsafe bodyWaiter != nil {
            enter(.readingBody, within: bodyNeed.timeLeft)
        } else {
            enter(.handling, within: nil)
        }
    }

    /// Moves to a phase that must end in time; there is no way out of `closed`.
    private func enter(_ phase: Phase, within limit: Duration?) {
        enter(phase, until: limit.map { EventLoop.now.advanced(by: $0) } ?? .distantFuture)
    }

    private func enter(_ phase: Phase, until deadline: MonotonicTime) {
        guard self.phase != .closed else { return }
        self.phase = phase
        self.deadline = deadline
        if deadline == .distantFuture { return }
        // A timer that is due earlier finds the new deadline and sets itself again, so that a
        // request costs no timer.
        if let timer, timer.at <= deadline { return }
        arm()
    }

    private func arm() {
        if let timer { loop.cancel(timer.id) }
        timer = nil
        guard deadline != .distantFuture else { return }
        let id = loop.schedule(at: deadline) { [unowned self] in timerFired() }
        timer = (id, deadline)
    }

    private func timerFired() {
        timer = nil
        guard deadline <= EventLoop.now else { return arm() }
        switch phase {
        case .readingHead where parser.isBetweenMessages: close()
        case .readingHead: fail(.headTimeout)
        case .readingBody: fail(.bodyTimeout)
        case .idle, .lingering: close()
        case .writing: abort()
        case .handling, .closed: break
        }
    }
}
