internal import SmugHTTP
internal import SmugLoop

/// One client's connection: bytes to exchanges, one after the other, on one loop.
///
/// Callbacks of the stream parse what arrives; a task runs the handler. They share the loop's
/// thread, so neither sees the other in the middle of something.
@safe final class HTTPServerConnection: ByteStreamDelegate, @unchecked Sendable {
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
    private let dates: DateCache
    private var parser: HTTPRequestParser
    private var task: Task<Void, Never>?
    private var onClose: (() -> Void)?

    private var phase = Phase.readingHead
    private var exchange: HTTPExchange?
    private var backlog: [UInt8] = []
    private var isDraining = false
    private var bodyWanted = 0
    private var bodyProgress = 0
    private var fault: HTTPServerFault?

    private var nextExchange: UnsafeContinuation<HTTPExchange?, Never>?
    private var bodyWaiter: UnsafeContinuation<Void, Never>?
    private var drainWaiter: UnsafeContinuation<Void, Never>?

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
        self.dates = dates
        parser = HTTPRequestParser(limits: settings.limits)
        stream.delegate = self
    }

    /// Serves until the connection ends; `onClose` is called then, on the loop.
    func start(onClose: @escaping () -> Void) {
        self.onClose = onClose
        enter(.readingHead, within: settings.headTimeout)
        task = Task(executorPreference: loop) { await self.serve() }
        stream.startReading()
    }

    /// Ends the connection as soon as no request is being answered.
    func drain() {
        isDraining = true
        if exchange == nil, phase == .idle || phase == .readingHead, backlog.isEmpty { close() }
    }

    /// Ends the connection now.
    func cancel() {
        task?.cancel()
        close()
    }

    // MARK: - The task

    private func serve() async {
        while let exchange = await next() {
            await handler.handle(exchange)
            if !exchange.isAnswered {
                await exchange.respond(handler.response(to: fault ?? .unanswered, requestID: nil))
            }
            if exchange.isStreaming { exchange.abort() }
            guard conclude(exchange) else { break }
        }
        if phase != .lingering { close() }
    }

    private func next() async -> HTTPExchange? {
        if let exchange { return exchange }
        guard phase != .closed, phase != .lingering else { return nil }
        return await unsafe withUnsafeContinuation { unsafe nextExchange = $0 }
    }

    /// Makes the connection ready for the next request; `false` when this was the last.
    private func conclude(_ exchange: HTTPExchange) -> Bool {
        self.exchange = nil
        guard phase != .closed else { return false }
        guard exchange.keepAlive, exchange.isRequestComplete, fault == nil else {
            linger()
            return false
        }
        enter(.idle, within: settings.idleTimeout)
        parseBacklog()
        stream.startReading()
        if isDraining, self.exchange == nil {
            close()
            return false
        }
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
        if let exchange, phase == .readingBody { wakeBodyWaiter(exchange) }
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
        } else {
            stream.startReading()
        }
    }

    /// Whether the next bytes belong to the request at hand, or may begin one.
    private var isParsing: Bool {
        guard fault == nil, phase != .closed, phase != .lingering else { return false }
        guard let exchange else { return !isDraining || phase == .readingHead }
        guard !exchange.isRequestComplete else { return false }
        return exchange.body.count < max(bodyWanted, HTTPServerSettings.maxReadAheadBytes)
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
        bodyWanted = 0
        enter(.handling, within: nil)
        if let waiter = unsafe nextExchange {
            unsafe nextExchange = nil
            unsafe waiter.resume(returning: exchange)
        }
    }

    private func append(_ part: Span<UInt8>) {
        guard let exchange else { return }
        unsafe part.withUnsafeBufferPointer { unsafe exchange.body.append(contentsOf: unsafe $0) }
        bodyProgress += part.count
        if phase == .readingBody, bodyProgress >= HTTPServerSettings.bodyProgressBytes {
            bodyProgress = 0
            enter(.readingBody, within: settings.bodyTimeout)
        }
    }

    /// Waits until more of a request's body is there, or all of it up to `limit` bytes.
    func readMore(for exchange: HTTPExchange, wanting limit: Int) async throws(HTTPServerFault) {
        if let fault { throw fault }
        guard phase != .closed else { throw .disconnected }
        if exchange.request.expectsContinue, exchange.body.isEmpty, bodyWanted == 0 {
            var bytes: [UInt8] = []
            HTTPResponseSerializer.appendContinue(to: &bytes)
            stream.write(bytes)
        }
        bodyWanted = limit + 1
        bodyProgress = 0
        enter(.readingBody, within: settings.bodyTimeout)
        let before = exchange.body.count
        parseBacklog()
        if !exchange.isRequestComplete, exchange.body.count == before, fault == nil {
            stream.startReading()
            await unsafe withUnsafeContinuation { unsafe bodyWaiter = $0 }
        }
        if phase == .readingBody { enter(.handling, within: nil) }
        if let fault { throw fault }
        guard phase != .closed else { throw .disconnected }
    }

    private func wakeBodyWaiter(_ exchange: HTTPExchange) {
        guard let waiter = unsafe bodyWaiter else { return }
        unsafe bodyWaiter = nil
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
            wakeBodyWaiter(exchange)
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
        let before = phase
        enter(.writing, within: settings.writeTimeout)
        await unsafe withUnsafeContinuation { unsafe drainWaiter = $0 }
        if phase == .writing { enter(before, within: nil) }
    }

    func streamDidDrain() {
        guard let waiter = unsafe drainWaiter else { return }
        unsafe drainWaiter = nil
        unsafe waiter.resume()
    }

    func date() -> [UInt8] { dates.now() }

    var isGone: Bool { phase == .closed }

    /// Whether another request may follow on this connection.
    var mayContinue: Bool { !isDraining && fault == nil && phase != .closed }

    // MARK: - The end

    func abort() {
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
        endTask()
        if let waiter = unsafe bodyWaiter {
            unsafe bodyWaiter = nil
            unsafe waiter.resume()
        }
        streamDidDrain()
        onClose?()
        onClose = nil
    }

    private func endTask() {
        guard let waiter = unsafe nextExchange else { return }
        unsafe nextExchange = nil
        unsafe waiter.resume(returning: nil)
    }

    // MARK: - Deadlines

    /// Moves to a phase that must end in time.
    private func enter(_ phase: Phase, within limit: Duration?) {
        self.phase = phase
        guard let limit else {
            deadline = .distantFuture
            return
        }
        deadline = EventLoop.now.advanced(by: limit)
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
