internal import SmugHTTP
internal import SmugLoop

/// A connection that begins with a proxy's header; when that has come, another connection serves
/// the client that it names.
final class ProxiedConnection: HTTPConnection, @unchecked Sendable {
    /// Makes the connection that goes on, for a client.
    typealias Next = (SocketAddress) -> any HTTPConnection

    let loop: EventLoop
    private let stream: ByteStream
    private let peer: SocketAddress
    private let timeout: Duration
    private let counters: HTTPServerCounters
    private var next: Next?
    private var header = ProxyHeader()
    private var connection: (any HTTPConnection)?
    private var timer: TimerID?
    private var isDraining = false
    private var onClose: (() -> Void)?

    init(
        over stream: ByteStream, from peer: SocketAddress, within timeout: Duration,
        counters: HTTPServerCounters, next: @escaping Next
    ) {
        loop = stream.loop
        self.stream = stream
        self.peer = peer
        self.timeout = timeout
        self.counters = counters
        self.next = next
        stream.delegate = self
    }

    func start(onClose: @escaping () -> Void) {
        self.onClose = onClose
        let limit = EventLoop.now.advanced(by: timeout)
        timer = loop.schedule(at: limit) { [unowned self] in
            // Who has said nothing is a check whether the port is open, as it may be without TLS.
            if header.isEmpty { close() } else { refuse(.timeout) }
        }
        stream.startReading()
    }

    func drain() {
        if let connection { return connection.drain() }
        isDraining = true
        if header.isEmpty { close() }
    }

    func cutOff() {
        if let connection { connection.cutOff() } else { close() }
    }

    func cancel() {
        if let connection { connection.cancel() } else { close() }
    }

    func streamDidReceive(_ bytes: Span<UInt8>) {
        var offset = 0
        do throws(ProxyHeader.Refusal) {
            switch try header.next(bytes, &offset) {
            case .needMore: return
            case .done(.client(let client)): become(client, bytes.extracting(offset...))
            case .done(.connection): become(peer, bytes.extracting(offset...))
            }
        } catch {
            refuse(error)
        }
    }

    private func become(_ client: SocketAddress, _ rest: Span<UInt8>) {
        guard let onClose, let next else { return }
        stopTimer()
        self.onClose = nil
        self.next = nil
        let connection = next(client)
        self.connection = connection
        connection.start(onClose: onClose)
        // What is layered over the stream takes what comes from it, and so what has come.
        if !rest.isEmpty { stream.delegate?.streamDidReceive(rest) }
        if isDraining { connection.drain() }
    }

    func streamDidEnd(_ error: LoopError?) {
        close()
    }

    func streamDidDrain() {}

    private func refuse(_ reason: ProxyHeader.Refusal) {
        counters.proxyHeaderRefused(reason)
        close()
    }

    private func close() {
        guard let onClose else { return }
        self.onClose = nil
        next = nil
        stopTimer()
        stream.close()
        onClose()
    }

    private func stopTimer() {
        if let timer { loop.cancel(timer) }
        timer = nil
    }
}
