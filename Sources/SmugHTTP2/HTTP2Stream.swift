internal import CNghttp2
internal import SmugHTTP
internal import SmugLoop
internal import SmugNet

/// One request of an HTTP/2 connection and its answer.
///
/// The connection tells it what comes in; what it wants to send waits here until the session asks
/// for it.
final class HTTP2Stream: HTTPCarrier, @unchecked Sendable {
    let id: Int32
    let connection: HTTP2Connection
    /// Where it stands among the connection's streams.
    var position = 0

    // MARK: The request

    private var head: HTTP2HeadBuilder?
    private var refusal: HTTPParseError?
    /// Whether no answer may have a body, not even a refusal.
    private var isOfHead = false
    private(set) var exchange: HTTPExchange?
    private var isHandled = false
    private var task: Task<Void, Never>?
    private var bodyNeed = BodyNeed()
    private var windowBytes = HTTP2Limits.streamWindowBytes
    /// What came and does not count against the client's window again yet.
    private var unconsumed = 0
    private var hasEnded = false
    private var fault: HTTPServerFault?
    private var reader: CheckedContinuation<Void, Never>?
    private var readDeadline = MonotonicTime.distantFuture
    /// For the rest of a request that has its answer.
    private var restDeadline = MonotonicTime.distantFuture

    // MARK: The answer

    private var outgoing = OutgoingBody()
    /// Whether the session waits to be told that there is more.
    private var isDeferred = false
    private var isAnswerSent = false
    private var isReset = false
    private var takers: [CheckedContinuation<Void, Never>] = []
    private var taking = TakingWatch()
    /// Bytes of the body that went out, and where among the connection's the last of them stands.
    private var sentBytes = 0
    private var sentPosition = 0

    /// Whether nothing can come or go any more.
    private(set) var isClosed = false

    init(id: Int32, of connection: HTTP2Connection) {
        self.id = id
        self.connection = connection
        head = HTTP2HeadBuilder(limits: connection.settings.limits)
    }

    var loop: EventLoop { connection.loop }
    var peerHost: [UInt8] { connection.peerHost }
    var isSecure: Bool { connection.isSecure }

    // MARK: - The head

    func fieldCame(_ name: Span<UInt8>, _ value: Span<UInt8>) { head?.add(name, value) }

    func invalidFieldCame(_ name: Span<UInt8>) { head?.addInvalid(name) }

    func headEnded(hasBody: Bool) {
        guard var builder = head else { return }
        head = nil
        hasEnded = !hasBody
        isOfHead = builder.isOfHead
        do throws(HTTPParseError) {
            let request = try builder.finish(hasBody: hasBody)
            let exchange = HTTPExchange(request: request, carrier: self, peer: connection.peer)
            exchange.isRequestComplete = !hasBody
            self.exchange = exchange
            bodyNeed = BodyNeed(timeout: connection.settings.bodyTimeout)
        } catch {
            refusal = error
        }
    }

    // MARK: - The handler

    /// Gives the request to the handler: without a task, where it takes it so.
    ///
    /// One that was reset meanwhile has cost nobody but the parser anything.
    func handOver() {
        guard !isClosed else {
            exchange = nil
            return
        }
        let handler = connection.server.handler
        if let refusal {
            let response = handler.response(to: .malformed(refusal), requestID: nil)
            _ = answer(response, length: response.body.count, hasBody: !isOfHead)
            return
        }
        guard let exchange, !isHandled else { return }
        isHandled = true
        connection.handlingCount += 1
        if exchange.isRequestComplete, handler.take(exchange) { return }
        task = Task(executorPreference: loop) { await self.handle(exchange) }
    }

    private func handle(_ exchange: HTTPExchange) async {
        // A client may send a request and take it back in one turn of the loop.
        if !isClosed {
            let handler = connection.server.handler
            await handler.handle(exchange)
            if !exchange.isAnswered {
                await exchange.respond(
                    handler.response(to: fault ?? .unanswered, requestID: nil))
            }
            if exchange.isStreaming { exchange.abort() }
        }
        task = nil
        conclude(exchange)
    }

    func conclude(_ exchange: HTTPExchange) {
        guard self.exchange === exchange else { return }
        self.exchange = nil
        exchange.isConcluded = true
        dropRest(unconsumed)
        unconsumed = 0
        connection.handlerEnded()
    }

    /// The server ends: a request without an answer is refused, an answer in parts broken off.
    func cutOff() {
        guard !isClosed else { return }
        guard let exchange else { return reset(NGHTTP2_REFUSED_STREAM) }
        if !exchange.isAnswered {
            fault = fault ?? .ending
            wakeReader()
        }
        leaveHandler()
    }

    /// Tells a handler whose answer reaches nobody.
    func leaveHandler() {
        guard isHandled, !isAnswerSent else { return }
        task?.cancel()
        exchange?.abandon()
    }

    // MARK: - The request's body

    func dataCame(_ bytes: Span<UInt8>) {
        guard let exchange else { return dropRest(bytes.count) }
        unconsumed += bytes.count
        unsafe bytes.withUnsafeBufferPointer { unsafe exchange.body.append(contentsOf: unsafe $0) }
        if bodyNeed.arrived(bytes.count), reader != nil { awaitBody() }
        openWindow()
        if isBodyReady { wakeReader() }
    }

    func requestEnded() {
        hasEnded = true
        exchange?.isRequestComplete = true
        wakeReader()
    }

    private var isBodyReady: Bool {
        guard let exchange, fault == nil, !isClosed else { return true }
        return exchange.isRequestComplete || bodyNeed.isMet(by: exchange.body.count)
    }

    func readMore(for exchange: HTTPExchange, upTo limit: Int, isWhole: Bool)
        async throws(HTTPServerFault)
    {
        try checkBody(of: exchange)
        askForBody(of: exchange)
        bodyNeed.asked(upTo: limit, isWhole: isWhole)
        widenWindow()
        openWindow()
        connection.scheduleFlush()
        if !isBodyReady {
            precondition(reader == nil, "two tasks read one request's body")
            await withCheckedContinuation {
                reader = $0
                awaitBody()
            }
        }
        try checkBody(of: exchange)
    }

    private func checkBody(of exchange: HTTPExchange) throws(HTTPServerFault) {
        guard !isClosed, self.exchange === exchange else { throw .disconnected }
        if let fault { throw fault }
    }

    /// Tells a client that waits for it to go on; once, and never after an answer.
    private func askForBody(of exchange: HTTPExchange) {
        guard exchange.request.expectsContinue, exchange.body.isEmpty, bodyNeed.isUnasked,
            !exchange.isAnswered
        else { return }
        connection.session.submitContinue(to: id)
    }

    private func awaitBody() {
        readDeadline = EventLoop.now.advanced(by: bodyNeed.timeLeft)
        connection.watch(readDeadline)
    }

    private func wakeReader() {
        guard let reader else { return }
        self.reader = nil
        bodyNeed.waited(timeLeft: EventLoop.now.duration(to: readDeadline))
        readDeadline = .distantFuture
        reader.resume()
    }

    // MARK: - The request's window

    /// Lets a client that has been asked for a large body send more of it at a time.
    private func widenWindow() {
        let wanted = min(bodyNeed.maxHeldBytes, HTTP2Limits.maxStreamWindowBytes)
        guard wanted > windowBytes, !hasEnded else { return }
        windowBytes = wanted
        connection.session.setWindow(wanted, of: id)
    }

    /// Opens the window again for what came, as long as no more can be held than may.
    private func openWindow() {
        guard let exchange else { return }
        if exchange.body.count <= max(0, bodyNeed.maxHeldBytes - windowBytes) { consume() }
    }

    private func consume() {
        guard unconsumed > 0 else { return }
        connection.session.consume(unconsumed, of: id)
        unconsumed = 0
        connection.scheduleFlush()
    }

    // MARK: - The rest of a request that has its answer

    /// Lets come what the client may send already: some lose an answer that a reset follows while
    /// they write, curl 7.88 among them.
    private func awaitRest() {
        restDeadline = EventLoop.now.advanced(by: HTTPServerSettings.lingerTimeout)
        connection.watch(restDeadline)
        endRest()
    }

    /// What still comes of the body is nobody's, and opens the connection's window alone.
    private func dropRest(_ count: Int) {
        guard count > 0 else { return }
        connection.session.consumeOfConnection(count)
        connection.scheduleFlush()
        if isAnswerSent { endRest() }
    }

    /// A client that has filled its window waits: it is told that it need not send the rest (RFC
    /// 9113, section 8.1), but not in one breath with the answer, which curl 7.88 would not read.
    private func endRest() {
        guard connection.session.clientWindow(of: id) <= 0 else { return }
        let soon = EventLoop.now.advanced(by: HTTP2Limits.resetPause)
        guard soon < restDeadline else { return }
        restDeadline = soon
        connection.watch(restDeadline)
    }

    // MARK: - The answer

    func send(_ response: HTTPResponse, for exchange: HTTPExchange) -> Bool {
        answer(
            response, length: exchange.statedLength(of: response),
            hasBody: exchange.mayCarryBody(response.status))
    }

    private func answer(_ response: HTTPResponse, length: Int?, hasBody: Bool) -> Bool {
        guard !isClosed else { return false }
        if hasBody { append(response.body) }
        outgoing.end()
        connection.session.submitResponse(
            to: id, response.status, response.fields, length: length,
            date: connection.server.date(), hasBody: outgoing.count > 0)
        return connection.promise(outgoing.count, of: id)
    }

    func sendHead(_ status: HTTPStatus, _ fields: HTTPFields, for exchange: HTTPExchange) -> Bool {
        guard !isClosed else { return false }
        connection.session.submitResponse(
            to: id, status, fields, length: nil, date: connection.server.date(),
            hasBody: exchange.mayCarryBody(status))
        return connection.promise(0, of: id)
    }

    func sendPart(_ part: [UInt8], for exchange: HTTPExchange) -> Bool {
        guard !isClosed else { return true }
        append(part)
        return goOn()
    }

    func sendEnd(for exchange: HTTPExchange) -> Bool {
        guard !isClosed else { return true }
        outgoing.end()
        return goOn()
    }

    private func append(_ bytes: [UInt8]) {
        let wasEmpty = outgoing.count == 0
        outgoing.append(bytes)
        if wasEmpty, outgoing.count > 0 { connection.unsentCount += 1 }
    }

    private func goOn() -> Bool {
        if isDeferred {
            isDeferred = false
            connection.session.resume(id)
        }
        return connection.promise(outgoing.count, of: id)
    }

    /// How much of the body the session may send now; `nil` while there is none.
    func nextData(upTo limit: Int) -> (count: Int, isLast: Bool)? {
        let count = min(limit, outgoing.count)
        if count == 0, !outgoing.isEnded {
            isDeferred = true
            return nil
        }
        return (count, outgoing.isEnded && count == outgoing.count)
    }

    func moveData(_ count: Int, to output: inout [UInt8]) {
        guard count > 0 else { return }
        outgoing.move(count, to: &output)
        sentBytes += count
        sentPosition = connection.writtenBytes + output.count
        if outgoing.count == 0 { sentAll() }
    }

    private func sentAll() {
        connection.unsentCount -= 1
        taking.end()
    }

    /// The last of the answer is on its way.
    func answerSent() {
        isAnswerSent = true
        if !hasEnded { awaitRest() }
    }

    func waitUntilTaken(for exchange: HTTPExchange) async {
        guard !isClosed, outgoing.count > 0 || connection.isHeldBack else { return }
        await withCheckedContinuation {
            if takers.isEmpty { connection.untaken.append(self) }
            takers.append($0)
        }
    }

    /// The connection has passed on what it could.
    ///
    /// - Returns: whether that was all of this stream's.
    func passedOn() -> Bool {
        guard outgoing.count == 0 || isClosed else { return false }
        let takers = takers
        self.takers = []
        takers.forEach { $0.resume() }
        return true
    }

    func isGone(for exchange: HTTPExchange) -> Bool { isClosed }

    // MARK: - The end

    func abort(_ exchange: HTTPExchange) {
        reset(NGHTTP2_INTERNAL_ERROR)
    }

    private func reset(_ code: nghttp2_error_code) {
        guard !isClosed, !isReset else { return }
        isReset = true
        dropOutgoing()
        connection.session.reset(id, code)
        connection.scheduleFlush()
    }

    private func dropOutgoing() {
        if outgoing.count > 0 { sentAll() }
        outgoing.drop()
    }

    /// Both sides have ended, one has reset it, or the connection is no more.
    func closed() {
        isClosed = true
        head = nil
        dropOutgoing()
        wakeReader()
        _ = passedOn()
    }

    // MARK: - Deadlines

    var deadline: MonotonicTime { min(min(readDeadline, restDeadline), taking.deadline) }

    /// Whether something is left that the client has been given no time to take.
    var isUnwatched: Bool { outgoing.count > 0 && taking.deadline == .distantFuture }

    /// Gives a client time to take the next part of what is left.
    ///
    /// - Parameter acknowledged: what the client's system has of all that went out.
    func awaitTaking(until deadline: MonotonicTime, acknowledged: Int) {
        taking.begin(until: deadline, at: taken(acknowledged))
    }

    private func taken(_ acknowledged: Int) -> TakingWatch.Taken {
        TakingWatch.Taken(ofAnswer: sentBytes, ofConnection: acknowledged)
    }

    /// Whether it is not the client's window for this answer that holds the rest of it back, or the
    /// client has yet to see what would have it open that window.
    private func isHeldUp(_ acknowledged: Int) -> Bool {
        acknowledged < sentPosition || connection.session.streamWindow(of: id) > 0
    }

    func timerFired(at now: MonotonicTime, acknowledged: Int) {
        if readDeadline <= now {
            fault = .bodyTimeout
            wakeReader()
        }
        if restDeadline <= now {
            restDeadline = .distantFuture
            reset(NGHTTP2_NO_ERROR)
        }
        guard taking.deadline <= now else { return }
        if taking.isKeptUp(at: taken(acknowledged), isHeldUp: isHeldUp(acknowledged)) {
            let timeout = connection.settings.writeTimeout
            awaitTaking(until: now.advanced(by: timeout), acknowledged: acknowledged)
        } else {
            connection.counters.add(.stalledStream)
            reset(NGHTTP2_CANCEL)
        }
    }
}
