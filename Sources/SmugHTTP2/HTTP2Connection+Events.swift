internal import CNghttp2
internal import SmugLoop
internal import SmugNet

/// What the session finds in what is received, and what becomes of what is sent.
extension HTTP2Connection {
    /// - Returns: whether the frame may come; with one too many the connection ends.
    func mayCome(_ frame: FloodGuard.Frame) -> Bool {
        guard let found = guardian.received(frame, at: EventLoop.now) else { return true }
        flood = found
        return false
    }

    func settingsCame() {
        guard !hasSettings else { return }
        hasSettings = true
        awaitRequest()
    }

    func headBegan(on id: Int32, isRequest: Bool) {
        guardian.headBegan()
        headID = id
        // Trailers are nobody's.
        guard isRequest else { return beginning = nil }
        let stream = HTTP2Stream(id: id, of: self)
        stream.position = streams.count
        streams.append(stream)
        session.attach(stream)
        beginning = stream
        deadlines.idle = .distantFuture
    }

    func fieldCame(_ name: Span<UInt8>, _ value: Span<UInt8>) { beginning?.fieldCame(name, value) }

    func invalidFieldCame(_ name: Span<UInt8>) { beginning?.invalidFieldCame(name) }

    func headEnded(on id: Int32, isLast: Bool) {
        headID = nil
        if let stream = beginning {
            beginning = nil
            stream.headEnded(hasBody: !isLast)
            arrived.append(stream)
        } else if isLast {
            requestEnded(on: id)
        }
    }

    func dataCame(_ bytes: Span<UInt8>, on id: Int32) {
        session.consumeOfConnection(bytes.count)
        session.stream(id)?.dataCame(bytes)
    }

    func requestEnded(on id: Int32) { session.stream(id)?.requestEnded() }

    func answerSent(on id: Int32) { session.stream(id)?.answerSent() }

    func streamClosed(_ id: Int32) {
        if headID == id {
            // The rest of a head that breaks the rules is not waited for.
            headID = nil
            awaitHead()
        }
        guard let stream = session.stream(id) else { return }
        session.detach(id)
        if beginning === stream { beginning = nil }
        let last = streams.removeLast()
        if last !== stream {
            streams[stream.position] = last
            last.position = stream.position
        }
        stream.closed()
        departed.append(stream)
        awaitRequest()
    }

    private func awaitRequest() {
        guard streams.isEmpty else { return }
        deadlines.idle = after(settings.idleTimeout)
        watch(deadlines.idle)
    }

    /// An answer's head that is larger than can be sent: the client would wait for it.
    func answerNotSent(on id: Int32) { session.stream(id)?.reset(NGHTTP2_INTERNAL_ERROR) }

    func resetSent(_ code: UInt32) {
        switch code {
        case NGHTTP2_NO_ERROR.rawValue, NGHTTP2_INTERNAL_ERROR.rawValue, NGHTTP2_CANCEL.rawValue:
            return
        case NGHTTP2_REFUSED_STREAM.rawValue: counters.add(.refusedStream)
        default: counters.add(.malformedRequest)
        }
        // Who brings the server to reset streams floods as who resets them.
        _ = mayCome(.reset)
    }

    func goawaySent(_ code: UInt32) {
        guard code != NGHTTP2_NO_ERROR.rawValue, code != NGHTTP2_ENHANCE_YOUR_CALM.rawValue,
            phase == .open, flood == nil
        else { return }
        counters.add(.protocolError)
    }

    /// The client knows that its requests are to go elsewhere: what was on its way has come.
    func noticeHeard() {
        guard isDraining, deadlines.notice != .distantFuture else { return }
        deadlines.notice = .distantFuture
        session.submitGoaway()
        scheduleFlush()
    }
}
