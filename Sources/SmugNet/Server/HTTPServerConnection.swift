internal import SmugHTTP
internal import SmugLoop

/// One client's HTTP/1.1 connection: bytes to exchanges, one after the other, on one loop.
///
/// Callbacks of the stream parse what arrives. A request that is there whole is offered to the
/// handler at once; what it does not take, a task has it handle. All share the loop's thread, so
/// none sees the other in the middle of something.
@safe final class HTTPServerConnection: HTTPConnection, HTTPCarrier, @unchecked Sendable {
    /// Up to this size a body is copied behind its head, which is dearer than one array more for
    /// the system to read from.
    private static let maxCopiedBodyBytes = 8192

    let loop: EventLoop
    let peerHost: [UInt8]
    private let peer: SocketAddress
    private let stream: any ByteTransport
    private let server: HTTPServerContext
    private let idleNanoseconds: Int64
    private var parser: HTTPRequestParser
    private var task: Task<Void, Never>?
    private var onClose: (() -> Void)?

    private var serving = ServingPhase()
    private var exchange: HTTPExchange?
    private var backlog: [UInt8] = []
    private var isDraining = false
    /// Whether the handler has the exchange at hand, with or without a task.
    private var isHandled = false
    private var bodyNeed = BodyNeed()
    private var fault: HTTPServerFault?

    private var bodyWaiter: UnsafeContinuation<Void, Never>?
    /// More than one when a handler writes from several tasks.
    private var drainWaiters: [UnsafeContinuation<Void, Never>] = unsafe []

    private var timer: (id: TimerID, at: MonotonicTime)?

    init(over stream: any ByteTransport, from peer: SocketAddress, of server: HTTPServerContext) {
        self.stream = stream
        self.server = server
        self.peer = peer
        loop = stream.loop
        peerHost = Array(peer.host.utf8)
        idleNanoseconds = server.settings.idleTimeout.wholeNanoseconds
        parser = HTTPRequestParser(limits: server.settings.limits)
        stream.delegate = self
    }

    var isSecure: Bool { stream.isEncrypted }
    private var phase: ServingPhase.Phase { serving.phase }
    private var settings: HTTPServerSettings { server.settings }

    func start(onClose: @escaping () -> Void) {
        self.onClose = onClose
        enter(.readingHead, within: settings.headTimeout)
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
    private func handOver(_ exchange: HTTPExchange) {
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
    private func leaveHandler() {
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
        if !backlog.isEmpty {
            parseBacklog()
            if phase == .idle, !parser.isBetweenMessages {
                enter(.readingHead, within: settings.headTimeout)
            }
        }
        readOn()
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
        if exchange == nil, phase == .idle, !parser.isBetweenMessages {
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

    /// Goes on with what was kept.
    ///
    /// Also without any: the end of a body whose last byte filled what may be held is still to be
    /// noticed.
    private func parseBacklog() {
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
        return exchange.body.count < bodyNeed.maxHeldBytes
    }

    private func parse(_ bytes: Span<UInt8>, _ offset: inout Int) {
        // What ends an exchange within leaves it to this loop to go on to the next.
        reading: while isParsing {
            do throws(HTTPParseError) {
                switch try parser.next(bytes, &offset) {
                case .needMore: break reading
                case .head(let head): begin(head)
                case .body(let range): append(bytes.extracting(range))
                case .end: endRequest()
                }
            } catch {
                return fail(.malformed(error))
            }
        }
        // The handler says how much of a body it wants.
        if let exchange, !isHandled { handOver(exchange) }
    }

    private func endRequest() {
        guard let exchange else { return }
        exchange.isRequestComplete = true
        if !isHandled { handOver(exchange) }
    }

    private func begin(_ head: HTTPRequestHead) {
        let exchange = HTTPExchange(request: head, carrier: self, peer: peer)
        self.exchange = exchange
        bodyNeed = BodyNeed(timeout: settings.bodyTimeout)
        enter(.handling, within: nil)
    }

    private func append(_ part: Span<UInt8>) {
        guard let exchange else { return }
        unsafe part.withUnsafeBufferPointer { unsafe exchange.body.append(contentsOf: unsafe $0) }
        if bodyNeed.arrived(part.count), phase == .readingBody {
            enter(.readingBody, within: bodyNeed.timeLeft)
        }
    }

    // MARK: - The body

    private var isBodyReady: Bool {
        guard let exchange, fault == nil else { return true }
        return exchange.isRequestComplete || bodyNeed.isMet(by: exchange.body.count)
    }

    func readMore(for exchange: HTTPExchange, upTo limit: Int, isWhole: Bool)
        async throws(HTTPServerFault)
    {
        try checkBody(of: exchange)
        askForBody(of: exchange)
        bodyNeed.asked(upTo: limit, isWhole: isWhole)
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
        guard exchange.request.expectsContinue, exchange.body.isEmpty, bodyNeed.isUnasked,
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
            bodyNeed.waited(timeLeft: EventLoop.now.duration(to: serving.deadline))
            enterHandling()
        }
        unsafe waiter.resume()
    }

    func streamDidEnd(_ error: LoopError?) {
        guard phase != .closed else { return }
        // Whoever closes its side has no use for an answer any more.
        close()
        leaveHandler()
    }

    /// Answers what cannot be read as a request, or has the handler that waits for it answer.
    private func fail(_ fault: HTTPServerFault) {
        self.fault = fault
        backlog = []
        if let exchange {
            exchange.keepAlive = false
            if isHandled { wakeBodyWaiter() } else { handOver(exchange) }
            return
        }
        let response = server.handler.response(to: fault, requestID: nil)
        var bytes: [UInt8] = []
        HTTPResponseSerializer.appendHead(
            status: response.status, fields: response.fields,
            framing: .length(response.body.count), keepAlive: false, date: server.date(),
            version: .http11, to: &bytes)
        stream.write(bytes + response.body)
        linger()
    }

    // MARK: - Writing

    func send(_ response: HTTPResponse, for exchange: HTTPExchange) -> Bool {
        let body = exchange.mayCarryBody(response.status) ? response.body : []
        let isCopied = body.count <= Self.maxCopiedBodyBytes
        let framing = exchange.statedLength(of: response).map { HTTPBodyFraming.length($0) }
        var bytes = head(
            response.status, response.fields, framing ?? .none, for: exchange,
            reserving: isCopied ? body.count : 0)
        guard isCopied else { return stream.write(bytes, body) }
        bytes.append(contentsOf: body)
        return stream.write(bytes)
    }

    func sendHead(_ status: HTTPStatus, _ fields: HTTPFields, for exchange: HTTPExchange) -> Bool {
        if exchange.request.version == .http10 { exchange.keepAlive = false }
        let framing: HTTPBodyFraming = status.forbidsContent ? .length(0) : .chunked
        return stream.write(head(status, fields, framing, for: exchange, reserving: 0))
    }

    private func head(
        _ status: HTTPStatus, _ fields: HTTPFields, _ framing: HTTPBodyFraming,
        for exchange: HTTPExchange, reserving: Int
    ) -> [UInt8] {
        exchange.keepAlive = exchange.keepAlive && exchange.isRequestComplete && mayContinue
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256 + fields.bytes.count + reserving)
        HTTPResponseSerializer.appendHead(
            status: status, fields: fields, framing: framing, keepAlive: exchange.keepAlive,
            date: server.date(), version: exchange.request.version, to: &bytes)
        return bytes
    }

    func sendPart(_ part: [UInt8], for exchange: HTTPExchange) -> Bool {
        guard exchange.request.version != .http10 else { return stream.write(part) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(part.count + 16)
        HTTPResponseSerializer.appendChunk(part[...], to: &bytes)
        return stream.write(bytes)
    }

    func sendEnd(for exchange: HTTPExchange) -> Bool {
        guard exchange.request.version != .http10 else { return true }
        var bytes: [UInt8] = []
        HTTPResponseSerializer.appendLastChunk(to: &bytes)
        return stream.write(bytes)
    }

    func waitUntilTaken(for exchange: HTTPExchange) async {
        guard phase != .closed else { return }
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

    func isGone(for exchange: HTTPExchange) -> Bool { phase == .closed }

    /// Whether another request may follow on this connection.
    private var mayContinue: Bool { !isDraining && fault == nil && phase != .closed }

    // MARK: - The end

    func abort(_ exchange: HTTPExchange) { abort() }

    private func abort() {
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
        serving.close()
        stream.close()
        if let timer { loop.cancel(timer.id) }
        timer = nil
        backlog = []
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
    private func enterHandling() {
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

    private func enter(_ phase: ServingPhase.Phase, within limit: Duration?) {
        enter(phase, until: limit.map { EventLoop.now.advanced(by: $0) } ?? .distantFuture)
    }

    private func enter(
        _ phase: ServingPhase.Phase, until deadline: MonotonicTime, unsent: Int = 0
    ) {
        guard serving.enter(phase, until: deadline, unsent: unsent) else { return }
        // A timer that is due earlier finds the new deadline and sets itself again, so that a
        // request costs no timer.
        if let timer, timer.at <= deadline { return }
        arm()
    }

    private func arm() {
        if let timer { loop.cancel(timer.id) }
        timer = nil
        let deadline = serving.deadline
        guard deadline != .distantFuture else { return }
        let id = loop.schedule(at: deadline) { [unowned self] in timerFired() }
        timer = (id, deadline)
    }

    private func timerFired() {
        timer = nil
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
