internal import SmugHTTP
internal import SmugLoop

/// A connection whose protocol is not known yet: what both ends have agreed on tells it, or the
/// client's first bytes; from then on another connection serves.
final class HTTPNegotiation: HTTPConnection, @unchecked Sendable {
    let loop: EventLoop
    private let peer: SocketAddress
    private let server: HTTPServerContext
    private let http2: any HTTP2Layer
    private var transport: (any ByteTransport)?
    private var connection: (any HTTPConnection)?
    private var first: [UInt8] = []
    private var deadline = MonotonicTime.distantFuture
    private var timer: TimerID?
    private var isDraining = false
    private var onClose: (() -> Void)?

    init(
        over transport: any ByteTransport, from peer: SocketAddress, of server: HTTPServerContext,
        http2: any HTTP2Layer
    ) {
        loop = transport.loop
        self.transport = transport
        self.peer = peer
        self.server = server
        self.http2 = http2
        transport.delegate = self
    }

    func start(onClose: @escaping () -> Void) {
        self.onClose = onClose
        deadline = EventLoop.now.advanced(by: server.settings.headTimeout)
        timer = loop.schedule(at: deadline) { [unowned self] in timeIsOver() }
        transport?.startReading()
    }

    func drain() {
        if let connection { return connection.drain() }
        // A client that is about to speak may have chosen this server before it began to end: whoever
        // serves it has to know.
        isDraining = true
        if first.isEmpty { close() }
    }

    func cutOff() {
        if let connection { connection.cutOff() } else { close() }
    }

    func cancel() {
        if let connection { connection.cancel() } else { close() }
    }

    func streamDidReceive(_ bytes: Span<UInt8>) {
        if first.isEmpty {
            hand(on: bytes)
        } else {
            unsafe bytes.withUnsafeBufferPointer { unsafe first.append(contentsOf: unsafe $0) }
            let held = first
            hand(on: held.span)
        }
    }

    private func hand(on bytes: Span<UInt8>) {
        guard let transport else { return }
        let verdict: HTTPPreface.Verdict =
            switch transport.agreedProtocol {
            case .http1: .http1
            case .http2: .http2
            case nil: HTTPPreface.judge(bytes)
            }
        let connection: any HTTPConnection
        switch verdict {
        case .undecided:
            if first.isEmpty {
                unsafe bytes.withUnsafeBufferPointer { unsafe first.append(contentsOf: unsafe $0) }
            }
            return
        case .http1: connection = http1(over: transport)
        case .http2: connection = http2.connection(over: transport, from: peer, of: server)
        }
        become(connection, bytes)
    }

    /// The head has begun with the connection, and its time too.
    private func http1(over transport: any ByteTransport) -> HTTPServerConnection {
        HTTPServerConnection(over: transport, from: peer, of: server, headUntil: deadline)
    }

    /// What may begin HTTP/2 begins a head of HTTP/1.1 as well, and its client is told.
    private func timeIsOver() {
        timer = nil
        guard let transport, !first.isEmpty else { return close() }
        let held = first
        become(http1(over: transport), held.span)
    }

    private func become(_ connection: any HTTPConnection, _ bytes: Span<UInt8>) {
        guard let onClose else { return }
        self.connection = connection
        if let timer { loop.cancel(timer) }
        timer = nil
        transport = nil
        self.onClose = nil
        connection.start(onClose: onClose)
        connection.streamDidReceive(bytes)
        first = []
        if isDraining { connection.drain() }
    }

    func streamDidEnd(_ error: LoopError?) { close() }

    func streamDidDrain() {}

    private func close() {
        guard let onClose else { return }
        self.onClose = nil
        if let timer { loop.cancel(timer) }
        timer = nil
        transport?.close()
        transport = nil
        onClose()
    }
}
