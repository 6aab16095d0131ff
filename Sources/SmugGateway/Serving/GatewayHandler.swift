import SmugHTTP
import SmugLoop
import SmugNet
import SmugProtocol
import SmugTelemetry
import Synchronization

/// The life of a request: route, admit, read, write the event, wait for the answer, send it.
final class GatewayHandler: HTTPHandler {
    private let router: Router
    private let routes: [Route]
    private let batcher: Batcher
    private let log: AccessLog
    private let metrics: GatewayMetrics
    private let unrouted: RouteMetrics
    private let ids = RequestIDGenerator()
    private let maxRequests: Int
    private let includesBatchSize: Bool
    private let requests = Atomic<Int>(0)
    private let draining = Atomic<Bool>(false)

    init(
        routes: [Route], router: Router, batcher: Batcher, log: Log, metrics: GatewayMetrics,
        maxRequests: Int, includesBatchSize: Bool
    ) {
        self.routes = routes
        self.router = router
        self.batcher = batcher
        self.log = AccessLog(log)
        self.metrics = metrics
        unrouted = metrics.unrouted
        self.maxRequests = maxRequests
        self.includesBatchSize = includesBatchSize
    }

    /// From now on `/readyz` says that the gateway is about to end, and requests are refused.
    func beginDraining() {
        draining.store(true, ordering: .relaxed)
    }

    /// Requests under way.
    var requestCount: Int { requests.load(ordering: .relaxed) }

    /// Whether ``beginDraining()`` has been called.
    var isDraining: Bool { draining.load(ordering: .relaxed) }

    // MARK: - HTTPHandler

    func handle(_ exchange: HTTPExchange) async {
        let (number, id) = ids.next()
        let head = exchange.request
        let path = head.path
        if let health = health(head.fields.bytes[path]) {
            return await send(health, to: exchange, id)
        }
        var entry = AccessLog.Entry(id: id)
        switch router.match(head.method, head.fields.bytes, path: path) {
        case .match(let index, let parameters):
            entry.route = routes[index]
            let refusal = admit()
            // The place is held until the client has taken the answer: its bytes are here so long.
            defer { if refusal == nil { requests.wrappingSubtract(1, ordering: .relaxed) } }
            let answer =
                if let refusal {
                    Answer.failure(refusal)
                } else {
                    await answer(to: exchange, number, id, routes[index], parameters)
                }
            entry.note(answer)
            if case .stream(let head, let parts, let facts) = answer {
                let head = self.head(response(.response(head, facts), id), id)
                entry.fault = await StreamReply(exchange: exchange, route: routes[index])
                    .send(head, parts)
            } else {
                await send(response(consume answer, id), to: exchange, id)
            }
        case .methodNotAllowed(let allow):
            await refuse(.methodNotAllowed(allow: allow), exchange, &entry)
        case .notFound: await refuse(.notFound, exchange, &entry)
        case .badPath: await refuse(.badPath, exchange, &entry)
        }
        conclude(entry, exchange)
    }

    func response(to fault: HTTPServerFault, requestID: String?) -> HTTPResponse {
        let (_, id) = ids.next()
        let fault = GatewayFault(fault)
        log.write(fault, id: id)
        count(fault, in: unrouted)
        unrouted.refused(fault.status)
        var response = ProblemDocument.response(to: fault, requestID: id)
        response.fields.appendRequestID(id)
        return response
    }

    // MARK: - Steps

    /// Takes a place for a request, or says why there is none.
    ///
    /// Decided before the body: who is turned away need not be read.
    private func admit() -> GatewayFault? {
        if draining.load(ordering: .relaxed) { return .draining }
        guard requests.wrappingAdd(1, ordering: .relaxed).newValue <= maxRequests else {
            requests.wrappingSubtract(1, ordering: .relaxed)
            return .tooManyRequests
        }
        return nil
    }

    private func answer(
        to exchange: HTTPExchange, _ number: UInt64, _ id: [UInt8], _ route: Route,
        _ parameters: [Range<Int>]
    ) async -> Answer {
        let head = exchange.request
        let arrivalMs = EventLoop.wallClockMilliseconds
        let body: [UInt8]
        do throws(HTTPServerFault) {
            body = try await exchange.collectBody(upTo: route.maxBodyBytes)
        } catch {
            return .failure(GatewayFault(error))
        }
        route.metrics.receivedBytes.add(body.count)
        let event = route.events.event(
            for: ProxyRequest(
                head: head, pathParameters: parameters, body: body, requestID: id,
                sourceIP: exchange.peerHost, arrivalMs: arrivalMs))
        guard event.count <= route.maxEventBytes else {
            return .failure(.eventTooLarge(limit: route.maxEventBytes))
        }
        // The route's timeout is the function's time: a slow upload does not use it up.
        let request = PendingRequest(
            identity: number, id: id, event: event, arrival: EventLoop.now)
        return await batcher.answer(
            to: request, key: route.batchKey(of: head),
            before: request.arrival.advanced(byNanoseconds: route.timeoutNanoseconds),
            on: exchange.loop)
    }

    /// Takes the answer over, so that its fields are changed where they are.
    private func response(_ answer: consuming Answer, _ id: [UInt8]) -> HTTPResponse {
        switch consume answer {
        case .stream: preconditionFailure("an answer in parts is sent in parts")
        case .failure(let fault, _):
            return ProblemDocument.response(to: fault, requestID: id)
        case .response(let answer, let facts):
            var response = HTTPResponse(answer.status, fields: answer.fields, body: answer.body)
            // These two are the gateway's own words, whatever the function says.
            response.fields.removeAll("x-request-id")
            response.fields.removeAll("x-smug-batch-size")
            if includesBatchSize {
                response.fields.append(name: "x-smug-batch-size", integer: facts.size)
            }
            return response
        }
    }

    private func refuse(
        _ fault: GatewayFault, _ exchange: HTTPExchange, _ entry: inout AccessLog.Entry
    ) async {
        entry.fault = fault
        await send(
            ProblemDocument.response(to: fault, requestID: entry.id), to: exchange, entry.id)
    }

    private func send(
        _ response: consuming HTTPResponse, to exchange: HTTPExchange, _ id: [UInt8]
    ) async {
        response.fields.appendRequestID(id)
        await exchange.respond(response)
    }

    private func head(_ response: consuming HTTPResponse, _ id: [UInt8]) -> HTTPResponse {
        response.fields.appendRequestID(id)
        return response
    }

    /// Counts what came of a request, and logs it.
    private func conclude(_ entry: AccessLog.Entry, _ exchange: HTTPExchange) {
        let took = EventLoop.now.nanosecondsSince(exchange.arrival)
        let route = entry.route?.metrics ?? unrouted
        route.requestEnded(
            exchange.answeredStatus, nanoseconds: took, sentBytes: exchange.answeredBytes)
        if let fault = entry.fault { count(fault, in: route) }
        log.write(entry, of: exchange, nanoseconds: took)
    }

    private func count(_ fault: GatewayFault, in route: RouteMetrics) {
        route.errors.add(fault.code)
        if let limit = fault.limit { metrics.limits.refused(limit) }
        if case .malformed(let error) = fault {
            metrics.server.malformed.series(error.code.rawValue).add()
        }
    }

    /// What load balancers ask; never routed, not counted, and not in the access log.
    private func health(_ path: ArraySlice<UInt8>) -> HTTPResponse? {
        switch path.count {
        case 8 where path.elementsEqual("/healthz".utf8): Self.health(isDraining: false)
        case 7 where path.elementsEqual("/readyz".utf8): Self.health(isDraining: isDraining)
        default: nil
        }
    }

    static func health(isDraining: Bool) -> HTTPResponse {
        var fields = HTTPFields()
        fields.append(name: "content-type", value: "text/plain; charset=utf-8")
        return HTTPResponse(
            isDraining ? .serviceUnavailable : .ok, fields: fields,
            body: Array((isDraining ? "draining\n" : "ok\n").utf8))
    }
}

extension HTTPFields {
    mutating func appendRequestID(_ id: [UInt8]) {
        try? append(name: "x-request-id", value: id[...])
    }
}
