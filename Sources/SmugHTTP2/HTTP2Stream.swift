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
    var bodyNeed = BodyNeed()
    var window = RequestWindow()
    var hasEnded = false
    private(set) var fault: HTTPServerFault?
    var reader: CheckedContinuation<Void, Never>?
    var readDeadline = MonotonicTime.distantFuture
    /// For the rest of a request that has its answer.
    var restDeadline = MonotonicTime.distantFuture

    // MARK: The answer

    var outgoing = OutgoingBody()
    /// Whether the session waits to be told that there is more.
    var isDeferred = false
    var isAnswerSent = false
    private var isReset = false
    var takers: [CheckedContinuation<Void, Never>] = []
    var taking = TakingWatch()
    /// Bytes of the body that went out, and where among the connection's the last of them stands.
    var sentBytes = 0
    var sentPosition = 0

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

    // MARK: - The end

    func abort(_ exchange: HTTPExchange) {
        reset(NGHTTP2_INTERNAL_ERROR)
    }

    func reset(_ code: nghttp2_error_code) {
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
