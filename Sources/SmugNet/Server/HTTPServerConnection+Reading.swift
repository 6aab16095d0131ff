internal import SmugHTTP
internal import SmugLoop

/// From bytes to a request, and to its body as far as the handler wants it.
extension HTTPServerConnection {
    func streamDidReceive(_ bytes: Span<UInt8>) {
        guard phase != .lingering else { return }
        var offset = 0
        if readAhead.isEmpty {
            parse(bytes, &offset)
            if offset < bytes.count { keep(bytes.extracting(offset...)) }
        } else {
            keep(bytes)
            parseReadAhead()
        }
        if exchange == nil, phase == .idle, !parser.isBetweenMessages {
            enter(.readingHead, within: settings.headTimeout)
        }
        if isBodyReady { wakeBodyWaiter() }
    }

    /// Reads unless as much waits already as may: one request taken must not make room for more
    /// than it took.
    func readOn() {
        if !readAhead.isFull { stream.startReading() }
    }

    private func keep(_ bytes: Span<UInt8>) {
        guard phase != .closed, phase != .lingering else { return }
        readAhead.append(bytes)
        if readAhead.isFull { stream.stopReading() }
    }

    /// Goes on with what was kept.
    ///
    /// Also without any: the end of a body whose last byte filled what may be held is still to be
    /// noticed.
    func parseReadAhead() {
        let bytes = readAhead.take()
        var offset = 0
        parse(bytes.span, &offset)
        readAhead.putBack(bytes, from: offset)
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

    /// Answers what cannot be read as a request, or has the handler that waits for it answer.
    func fail(_ fault: HTTPServerFault) {
        self.fault = fault
        readAhead.drop()
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
        parseReadAhead()
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

    func wakeBodyWaiter() {
        guard let waiter = unsafe bodyWaiter else { return }
        unsafe bodyWaiter = nil
        if phase == .readingBody {
            bodyNeed.waited(timeLeft: EventLoop.now.duration(to: serving.deadline))
            enterHandling()
        }
        unsafe waiter.resume()
    }
}
