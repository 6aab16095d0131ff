internal import SmugHTTP
internal import SmugLoop
internal import SmugNet

/// A request's body as it comes, and what still comes of it when it has its answer.
extension HTTP2Stream {
    func dataCame(_ bytes: Span<UInt8>) {
        guard let exchange else {
            // Nobody's: the window stays shut.
            if isAnswerSent { endRest() }
            return
        }
        window.came(bytes.count)
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

    func wakeReader() {
        guard let reader else { return }
        self.reader = nil
        bodyNeed.waited(timeLeft: EventLoop.now.duration(to: readDeadline))
        readDeadline = .distantFuture
        reader.resume()
    }

    // MARK: - Its window

    /// Lets a client that has been asked for a large body send more of it at a time.
    private func widenWindow() {
        guard !hasEnded, let size = window.widen(for: bodyNeed) else { return }
        connection.session.setWindow(size, of: id)
    }

    /// Opens the window again for what came, as long as no more can be held than may.
    private func openWindow() {
        guard let exchange else { return }
        let count = window.take(holding: exchange.body.count, for: bodyNeed)
        guard count > 0 else { return }
        connection.session.consume(count, of: id)
        connection.scheduleFlush()
    }

    // MARK: - The rest of a request that has its answer

    /// Lets come what the client may send already: some lose an answer that a reset follows while
    /// they write, curl 7.88 among them.
    func awaitRest() {
        restDeadline = EventLoop.now.advanced(by: HTTPServerSettings.lingerTimeout)
        connection.watch(restDeadline)
        endRest()
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
}
