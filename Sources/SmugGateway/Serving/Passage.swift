import SmugLoop
import SmugNet
import SmugProtocol

/// One request on its way through the gateway, and what is known of it by now.
///
/// Only for its connection's loop.
final class Passage: @unchecked Sendable {
    let exchange: HTTPExchange
    private let handler: GatewayHandler
    /// Tells it from all other requests of the process.
    let number: UInt64
    let id: [UInt8]
    /// When its head had arrived, since 1970.
    let arrivalMilliseconds = EventLoop.wallClockMilliseconds
    /// What it is batched by, once it has a route.
    var key = BatchKey(route: 0)
    /// Whose word counts on who sent it.
    var proxies = TrustedProxies()
    /// What is done with its answer; mostly nothing.
    var edge: RouteEdge?
    /// As Lambda takes it; `nil` on a route without tenants.
    var tenantID: String?
    /// Its span; `nil` where the gateway makes none.
    var trace: RequestTrace?
    /// What waits for the function's answer, where no task does.
    var request: PendingRequest?
    /// What its line in the log will say.
    var entry = AccessLog.Entry()
    /// Whether it holds one of the gateway's places for requests.
    var hasPlace = false
    /// Whether it is counted and logged: what load balancers ask is not.
    var isCounted = true

    init(_ exchange: HTTPExchange, of handler: GatewayHandler, number: UInt64, id: [UInt8]) {
        self.exchange = exchange
        self.handler = handler
        self.number = number
        self.id = id
    }

    /// Who sent it, and what for.
    var origin: RequestOrigin {
        proxies.origin(
            of: exchange.request, peer: exchange.peerHost, isSecure: exchange.isSecure)
    }
}

/// For a request that is answered without a task.
extension Passage: HTTPExchangeTaker, AnswerReceiver {
    func receive(_ answer: consuming Answer) { handler.finish(self, answer) }

    /// Its time is over.
    func runOnLoop() {
        if let request { handler.batcher.timeIsUp(for: request, key: key) }
    }

    func exchangeWasAbandoned() {
        if let request { handler.batcher.clientLeft(request, key: key) }
    }

    func exchangeDidEnd() { handler.conclude(self) }
}
