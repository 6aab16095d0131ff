internal import SmugHTTP
internal import SmugLoop
internal import SmugNet
internal import SmugTLS

/// The connections of one loop to one server, kept and used again.
///
/// For the one call that is made for every batch: a head that is written already, a body beside it,
/// and no more steps than that takes. Whatever else goes out, and all that a proxy stands before,
/// goes through libcurl. Only for the loop's thread.
final class ConnectionPool: @unchecked Sendable {
    /// Connections that are kept without a request.
    static let maxIdleConnections = 256
    /// How long one is kept: less than servers keep theirs, so that a request hardly ever meets a
    /// connection that is being closed.
    static let maxIdleTime = Duration.seconds(30)
    /// To resolve the name, to connect and to shake hands.
    static let connectTimeout = Duration.seconds(5)

    private struct Idle {
        let connection: HTTPClientConnection
        let time: IdleTime
    }

    private let host: HostConnector
    private let hostField: String
    let loop: EventLoop
    /// `nil` speaks in clear text.
    private let tls: TLSClient?
    private var connections: [ObjectIdentifier: HTTPClientConnection] = [:]
    /// The one that was used last is at the end and used first.
    private var idle: [Idle] = []
    private var idleTimer: TimerID?
    private var isClosed = false

    init(to endpoint: EndpointURL, on loop: EventLoop, over tls: TLSClient? = nil) {
        self.tls = tls
        host = HostConnector(to: endpoint.host, port: UInt16(clamping: endpoint.port), on: loop)
        hostField = endpoint.hostHeader
        self.loop = loop
    }

    /// Sends a request whose answer is taken as it comes in.
    func stream(_ head: [UInt8], _ body: [UInt8], timeout: Duration) -> IncomingStream {
        stream(head, body, over: takeIdle(), timeout: timeout)
    }

    /// The same, beginning with a connection that was kept.
    func stream(
        _ head: [UInt8], _ body: [UInt8], over kept: HTTPClientConnection?, timeout: Duration
    ) -> IncomingStream {
        let stream = IncomingStream(on: loop)
        PooledStream(head, body, of: self, on: loop, into: stream)
            .start(over: kept, until: EventLoop.now.advanced(by: timeout))
        return stream
    }

    // MARK: - Idle connections

    /// One that may be used again, as far as can be seen from here; called from a job of the loop.
    func takeIdle() -> HTTPClientConnection? {
        while let next = idle.popLast() {
            let isTrusted = next.time.isTrusted(at: loop.recently, pollCount: loop.pollCount)
            if isTrusted ? next.connection.isReusable : next.connection.isStillReusable() {
                return next.connection
            }
        }
        return nil
    }

    /// Takes a connection back whose response is whole.
    func giveBack(_ connection: HTTPClientConnection) {
        guard connection.isReusable else { return }
        // Who has answered before it had the whole request may close instead of reading the rest.
        guard !isClosed, !connection.isSending, idle.count < Self.maxIdleConnections else {
            return connection.close()
        }
        idle.append(
            Idle(
                connection: connection,
                time: IdleTime(since: loop.recently, pollCount: loop.pollCount)))
        if idleTimer == nil { armIdleTimer() }
    }

    private func armIdleTimer() {
        guard let oldest = idle.first else { return }
        let due = oldest.time.since.advanced(by: Self.maxIdleTime)
        idleTimer = loop.schedule(at: due) { [unowned self] in
            idleTimer = nil
            let now = EventLoop.now
            while let oldest = idle.first, oldest.time.since.advanced(by: Self.maxIdleTime) <= now {
                idle.removeFirst()
                oldest.connection.close()
            }
            armIdleTimer()
        }
    }

    // MARK: - New connections

    func connect(until deadline: MonotonicTime) async throws(TransportError)
        -> HTTPClientConnection
    {
        guard !isClosed else {
            throw TransportError(.cancelled(requestSent: false), "the client is closed")
        }
        let limit = min(deadline, EventLoop.now.advanced(by: Self.connectTimeout))
        do {
            let stream: any ByteTransport =
                if let tls {
                    try await host.connect(over: tls, until: limit)
                } else {
                    try await host.connect(until: limit)
                }
            return try keep(HTTPClientConnection(over: stream, host: hostField))
        } catch let error as TransportError {
            throw error
        } catch let error as HostConnectError {
            throw TransportError(error)
        } catch {
            throw TransportError(.cancelled(requestSent: false), "the caller was cancelled")
        }
    }

    private func keep(_ connection: HTTPClientConnection) throws(TransportError)
        -> HTTPClientConnection
    {
        guard !isClosed else {
            connection.close()
            throw TransportError(.cancelled(requestSent: false), "the client is closed")
        }
        let key = ObjectIdentifier(connection)
        connections[key] = connection
        connection.onEnd = { [unowned self] in
            connections[key] = nil
            idle.removeAll { ObjectIdentifier($0.connection) == key }
        }
        return connection
    }

    /// Ends what is under way with an error and closes all connections.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        if let idleTimer { loop.cancel(idleTimer) }
        idleTimer = nil
        for connection in Array(connections.values) { connection.close() }
    }
}

/// Since when a connection is idle.
struct IdleTime {
    /// Servers close what lies idle for seconds.
    private static let trusted = Duration.seconds(1)

    let since: MonotonicTime
    /// The loop's ``EventLoop/pollCount`` then.
    let pollCount: UInt

    /// Whether the connection is used again without another look at it, which costs as much as a
    /// read.
    ///
    /// An end that was there at the loop's latest poll has been told. One that comes between that
    /// and the write is mostly found in time to send the request once more; not where the server
    /// has acknowledged the request, and leaves all the same. So whoever may be about to leave, as
    /// its connection lay idle, is looked at right before.
    func isTrusted(at now: MonotonicTime, pollCount: UInt) -> Bool {
        pollCount != self.pollCount && now < since.advanced(by: Self.trusted)
    }
}

extension TransportError {
    /// Why a server could not be spoken to: nothing of the request was sent.
    fileprivate init(_ error: HostConnectError) {
        let failure: LambdaError.TransportFailure =
            if error.isOfName {
                .nameNotResolved
            } else if error.isLate {
                .connectTimedOut
            } else if error.failures.allSatisfy({ Self.isOfTLS($0.error) }) {
                .tlsFailed
            } else {
                .connectFailed
            }
        self.init(failure, error.description)
    }

    /// What breaks a connection breaks it in the handshake too.
    private static func isOfTLS(_ error: any Error) -> Bool {
        guard let fault = error as? TLSFault else { return false }
        return fault.reason != .closed && fault.reason != .timeout
    }
}
