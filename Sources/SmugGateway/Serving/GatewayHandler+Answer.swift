import SmugCompression
import SmugHTTP
import SmugLoop
import SmugNet
import SmugProtocol
import SmugTelemetry

/// From a request's body to the answer on the wire.
extension GatewayHandler {
    // MARK: - Without a task

    /// Sends a request on its way; its answer is sent when it comes.
    func take(
        _ passage: Passage, _ route: Route, _ parameters: consuming [Range<Int>],
        _ body: consuming [UInt8]
    ) {
        let exchange = passage.exchange
        let event: [UInt8]
        do throws(GatewayFault) {
            event = try self.event(of: passage, route, consume parameters, consume body)
        } catch {
            return finish(passage, .failure(error))
        }
        let request = pendingRequest(passage, route, consume event)
        passage.request = request
        batcher.submit(
            request, key: passage.key, at: request.arrival, before: deadline(of: request, route),
            on: exchange.loop, to: passage)
    }

    func finish(_ passage: Passage, _ answer: consuming Answer) {
        if isCutOff(answer, passage) { return finish(passage, .failure(.draining)) }
        if case .stream = answer {
            let answer = answer
            return passage.exchange.finish { [self] in await send(answer, passage) }
        }
        passage.entry.note(answer)
        finish(passage, response(consume answer, passage))
    }

    func finish(_ passage: Passage, _ response: consuming HTTPResponse) {
        guard let compression = passage.edge?.compression else {
            return passage.exchange.finish(response)
        }
        var response = response
        let coding = compression.coding(
            for: &response, to: passage.exchange.request, isStream: false)
        guard let coding else { return passage.exchange.finish(response) }
        if response.body.count <= CompressionPolicy.maxInlineBytes {
            return passage.exchange.finish(response.encoded(coding))
        }
        let whole = response
        passage.exchange.finish { [self] in
            await passage.exchange.respond(await encoded(whole, coding, passage))
        }
    }

    // MARK: - In a task

    func answer(
        to passage: Passage, _ route: Route, _ parameters: consuming [Range<Int>],
        _ body: consuming [UInt8]
    ) async -> Answer {
        let event: [UInt8]
        do throws(GatewayFault) {
            event = try self.event(of: passage, route, consume parameters, consume body)
        } catch {
            return .failure(error)
        }
        let request = pendingRequest(passage, route, consume event)
        return await batcher.answer(
            to: request, key: passage.key,
            before: deadline(of: request, route), on: passage.exchange.loop)
    }

    func send(_ answer: consuming Answer, _ passage: Passage) async {
        if isCutOff(answer, passage) { return await send(.failure(.draining), passage) }
        passage.entry.note(answer)
        guard case .stream(let head, let parts, let facts) = answer, let route = passage.entry.route
        else { return await respond(response(consume answer, passage), passage) }
        var response = response(.response(head, facts), passage)
        let coding = passage.edge?.compression?.coding(
            for: &response, to: passage.exchange.request, isStream: true)
        passage.entry.fault = await StreamReply(
            exchange: passage.exchange, route: route, coding: coding
        ).send(response, parts)
    }

    /// Whether a request is given up whose client is there: the drain has come to its end.
    private func isCutOff(_ answer: Answer, _ passage: Passage) -> Bool {
        guard case .failure(.clientLeft, _) = answer else { return false }
        return !passage.exchange.isGone
    }

    private func respond(_ response: consuming HTTPResponse, _ passage: Passage) async {
        var response = response
        let coding = passage.edge?.compression?.coding(
            for: &response, to: passage.exchange.request, isStream: false)
        if let coding { response = await encoded(response, coding, passage) }
        await passage.exchange.respond(response)
    }

    /// Compresses a response; a large one on another thread, for the loop has others to serve.
    private func encoded(
        _ response: HTTPResponse, _ coding: ContentCoding, _ passage: Passage
    ) async -> HTTPResponse {
        guard response.body.count > CompressionPolicy.maxInlineBytes else {
            return response.encoded(coding)
        }
        return await passage.exchange.loop.offload { response.encoded(coding) }
    }

    // MARK: - The event

    private func event(
        of passage: Passage, _ route: Route, _ parameters: consuming [Range<Int>],
        _ body: consuming [UInt8]
    ) throws(GatewayFault) -> [UInt8] {
        route.metrics.receivedBytes.add(body.count)
        var head = passage.exchange.request
        var context = HTTPFields()
        if let tracer, let trace = passage.trace {
            var fields = head.fields
            context = tracer.inject(trace, into: &fields)
            head = head.keeping(fields)
        }
        let request = ProxyRequest(
            head: consume head, pathParameters: consume parameters, body: consume body,
            requestID: passage.id, origin: passage.origin,
            arrivalMs: passage.arrivalMilliseconds, injectedFields: consume context)
        let event = route.events.event(for: request)
        guard event.count <= route.maxEventBytes else {
            throw .eventTooLarge(limit: route.maxEventBytes)
        }
        return event
    }

    private func pendingRequest(
        _ passage: Passage, _ route: Route, _ event: consuming [UInt8]
    ) -> PendingRequest {
        PendingRequest(
            identity: passage.number, id: passage.id, route: route, event: consume event,
            arrival: EventLoop.now,
            tenantID: passage.tenantID,
            mayRetry: route.retries?.covers(passage.exchange.request.method) ?? false,
            trace: passage.trace)
    }

    /// The route's timeout is the function's time: a slow upload does not use it up.
    private func deadline(of request: PendingRequest, _ route: Route) -> MonotonicTime {
        request.arrival.advanced(byNanoseconds: route.timeoutNanoseconds)
    }

    // MARK: - The response

    /// Takes the answer over, so that its fields are changed where they are.
    func response(_ answer: consuming Answer, _ passage: Passage) -> HTTPResponse {
        let id = passage.id
        switch consume answer {
        case .stream: preconditionFailure("an answer in parts is sent in parts")
        case .failure(let fault, _):
            var response = ProblemDocument.response(to: fault, requestID: id)
            response.fields.appendRequestID(id)
            passage.edge?.dress(&response, for: passage.exchange.request)
            return response
        case .response(let answer, let facts):
            var response = HTTPResponse(consume answer)
            // These two are the gateway's own words, whatever the function says.
            response.fields.removeAll("x-request-id")
            response.fields.removeAll("x-smug-batch-size")
            if includesBatchSize {
                response.fields.append(name: "x-smug-batch-size", integer: facts.size)
            }
            response.fields.appendRequestID(id)
            passage.edge?.dress(&response, for: passage.exchange.request)
            return response
        }
    }
}

extension HTTPResponse {
    fileprivate init(_ answer: consuming FunctionAnswer) {
        self.init(answer.status, fields: answer.fields, body: answer.body)
    }

    /// The response with the request's id in `x-request-id`.
    consuming func bearing(_ id: [UInt8]) -> HTTPResponse {
        fields.appendRequestID(id)
        return self
    }
}
