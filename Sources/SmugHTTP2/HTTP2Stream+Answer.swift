internal import SmugHTTP
internal import SmugNet

/// An answer on its way: it waits here until the session asks for it.
extension HTTP2Stream {
    func send(_ response: HTTPResponse, for exchange: HTTPExchange) -> Bool {
        answer(
            response, length: exchange.statedLength(of: response),
            hasBody: exchange.mayCarryBody(response.status))
    }

    func answer(_ response: HTTPResponse, length: Int?, hasBody: Bool) -> Bool {
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

    func sentAll() {
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
}
