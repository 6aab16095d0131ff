import SmugHTTP
import SmugLoop
import SmugNet
import SmugProtocol
import SmugTelemetry
import Synchronization

/// The life of a request: route, admit, read, write the event, wait for the answer, send it.
final class GatewayHandler: HTTPHandler {
    private let generations: Generations
    let batcher: Batcher
    private let log: AccessLog
    private let metrics: GatewayMetrics
    private let unrouted: RouteMetrics
    private let ids = RequestIDGenerator()
    let includesBatchSize: Bool
    /// What makes the spans; `nil` where nobody wants any.
    let tracer: Tracer?
    /// Requests under way.
    let inFlight = InFlightCount()
    /// When the drain began, in nanoseconds of the loops' clock; 0 before it.
    private let draining = Atomic<UInt64>(0)

    init(
        generations: Generations, log: Log, metrics: GatewayMetrics, includesBatchSize: Bool,
        tracer: Tracer? = nil
    ) {
        self.generations = generations
        batcher = generations.batcher
        self.log = AccessLog(log.of(.requests))
        self.metrics = metrics
        unrouted = metrics.unrouted
        self.includesBatchSize = includesBatchSize
        self.tracer = tracer
    }

    /// From now on `/readyz` says that the gateway is about to end, and requests are refused.
    func beginDraining() {
        draining.store(EventLoop.now.nanoseconds, ordering: .relaxed)
    }

    /// Whether ``beginDraining()`` has been called.
    var isDraining: Bool { draining.load(ordering: .relaxed) > 0 }

    /// When it was.
    var drainBegan: MonotonicTime? {
        let time = draining.load(ordering: .relaxed)
        return time > 0 ? MonotonicTime(nanoseconds: time) : nil
    }

    // MARK: - HTTPHandler

    /// A request that is there whole needs no task: its answer is sent by whoever brings it.
    func take(_ exchange: HTTPExchange) -> Bool {
        switch begin(exchange) {
        case .answered(let passage, let response):
            exchange.taker = passage
            finish(passage, response)
        case .admitted(let passage, let route, let parameters):
            exchange.taker = passage
            do throws(HTTPServerFault) {
                let body = try exchange.completeBody(upTo: route.maxBodyBytes)
                take(passage, route, parameters, body)
            } catch {
                finish(passage, .failure(GatewayFault(error)))
            }
        }
        return true
    }

    func handle(_ exchange: HTTPExchange) async {
        switch begin(exchange) {
        case .answered(let passage, let response):
            await exchange.respond(response)
            conclude(passage)
        case .admitted(let passage, let route, let parameters):
            let answer: Answer
            do throws(HTTPServerFault) {
                let body = try await exchange.collectBody(upTo: route.maxBodyBytes)
                answer = await self.answer(to: passage, route, parameters, body)
            } catch {
                answer = .failure(GatewayFault(error))
            }
            await send(answer, passage)
            conclude(passage)
        }
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

    // MARK: - The beginning

    /// Where a request stands after its head.
    private enum Beginning {
        case answered(Passage, HTTPResponse)
        case admitted(Passage, Route, parameters: [Range<Int>])
    }

    /// Finds the request's route and takes a place for it, or says what it gets instead.
    private func begin(_ exchange: HTTPExchange) -> Beginning {
        let (number, id) = ids.next()
        let head = exchange.request
        let passage = Passage(exchange, of: self, number: number, id: id)
        if let page = HealthPage(path: head.fields.bytes[head.path]) {
            // Never routed, not counted, and not in the access log.
            passage.isCounted = false
            let response = ServerAnswer.health(isDraining: page == .readiness && isDraining)
            return .answered(passage, response.bearing(id))
        }
        if let tracer { passage.trace = tracer.begin(head.fields) }
        let refusal: GatewayFault
        let generation = generations.current
        passage.proxies = generation.manifest.edge.proxies
        if let response = preflight(passage, generation) {
            return .answered(passage, response.bearing(id))
        }
        switch generation.router.match(head.method, head.fields.bytes, path: head.path) {
        case .match(let index, let parameters):
            let route = generation.routes[index]
            passage.entry.route = route
            passage.edge = generation.edge.routes[index]
            let maxRequests = generation.manifest.limits.maxInflightRequests
            guard let fault = admit(passage, atMost: maxRequests) ?? judge(passage, route) else {
                return .admitted(passage, route, parameters: parameters)
            }
            refusal = fault
        case .methodNotAllowed(let allow): refusal = .methodNotAllowed(allow: allow)
        case .notFound: refusal = .notFound
        case .badPath where head.isForServer:
            let response = ServerAnswer.options(allow: generation.router.allow)
            return .answered(passage, response.bearing(id))
        case .badPath where head.method == .connect:
            // What follows may be meant for the other end of a tunnel, and is no request.
            exchange.endConnection()
            refusal = .notAProxy
        case .badPath: refusal = .badPath
        }
        // A preflight that comes this far is refused, and whoever is refused gets no permission.
        if passage.entry.route == nil, head.method != .options {
            passage.edge = generation.edge.unrouted
        }
        passage.entry.fault = refusal
        return .answered(passage, response(.failure(refusal), passage))
    }

    /// The answer to a preflight, where it is the gateway's to give; `nil` for all other requests.
    private func preflight(_ passage: Passage, _ generation: Generation) -> HTTPResponse? {
        let head = passage.exchange.request
        guard
            let (index, method) = generation.edge.preflight(
                head, generation.router, generation.manifest.routes),
            let edge = generation.edge.routes[index], let cors = edge.cors
        else { return nil }
        let route = generation.routes[index]
        passage.entry.route = route
        route.metrics.preflights.add()
        let fields = cors.preflight(head.fields, method: method, pathMethods: edge.pathMethods)
        return HTTPResponse(.noContent, fields: fields)
    }

    /// Takes a place for a request, or says why there is none.
    ///
    /// Decided before the body: who is turned away need not be read. The place is held until the
    /// client has taken the answer: its bytes are here so long.
    private func admit(_ passage: Passage, atMost maxRequests: Int) -> GatewayFault? {
        // A client of HTTP/2 is told when to stop by its connection, which ends only then: what it
        // has sent before it heard of that is served.
        if isDraining, passage.exchange.request.version != .http2 {
            // The server may not have told all of its connections yet.
            passage.exchange.endConnection()
            return .draining
        }
        guard inFlight.begin(atMost: maxRequests) else { return .tooManyRequests }
        passage.hasPlace = true
        return nil
    }

    /// Finds what the request is batched by, or says why it cannot be.
    private func judge(_ passage: Passage, _ route: Route) -> GatewayFault? {
        let exchange = passage.exchange
        passage.key = route.batchKey(of: exchange.request)
        do throws(GatewayFault) {
            passage.tenantID = try route.tenantID(of: exchange.request)
        } catch {
            return error
        }
        // Who would be turned away need not send a body first.
        return exchange.isRequestComplete ? nil : batcher.refusal(of: passage.key)
    }

    // MARK: - The end

    /// Counts what came of a request, logs it, and gives its place back.
    func conclude(_ passage: Passage) {
        if passage.hasPlace { inFlight.end() }
        guard passage.isCounted else { return }
        let exchange = passage.exchange
        let took = EventLoop.now.nanosecondsSince(exchange.arrival)
        let route = passage.entry.route?.metrics ?? unrouted
        route.requestEnded(
            exchange.answeredStatus, nanoseconds: took, sentBytes: exchange.answeredBytes)
        if let fault = passage.entry.fault { count(fault, in: route) }
        if passage.proxies.hops > 0 { passage.entry.client = passage.origin.client }
        tracer?.end(passage, nanoseconds: took)
        log.write(passage, nanoseconds: took)
    }

    private func count(_ fault: GatewayFault, in route: RouteMetrics) {
        route.errors.add(fault.code)
        if let limit = fault.limit { metrics.limits.refused(limit) }
        if case .malformed(let error) = fault {
            metrics.server.malformed.series(error.code.rawValue).add()
        }
    }
}

extension HTTPFields {
    mutating func appendRequestID(_ id: [UInt8]) {
        try? append(name: "x-request-id", value: id[...])
    }
}
