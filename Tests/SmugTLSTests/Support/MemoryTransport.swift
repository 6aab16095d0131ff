import SmugLoop

/// One end of a connection that is only in memory, whose bytes arrive in pieces.
final class MemoryTransport: ByteTransport, @unchecked Sendable {
    private enum End {
        case clean
        case broken
    }

    let loop: EventLoop
    weak var delegate: (any ByteStreamDelegate)?
    let agreedProtocol: AgreedProtocol? = nil
    /// The most bytes that arrive at a time.
    var pieceSize = Int.max
    /// What counts as taken of what the other end has not read.
    var capacity = Int.max
    /// All that was ever written.
    private(set) var written: [UInt8] = []
    private(set) var isClosed = false
    private weak var other: MemoryTransport?
    private var inbox: [UInt8] = []
    private var inboxEnd: End?
    private var isReading = false
    private var isScheduled = false
    private var keptAlive: MemoryTransport?

    private init(on loop: EventLoop) {
        self.loop = loop
        keptAlive = self
    }

    static func pair(on loop: EventLoop) -> (MemoryTransport, MemoryTransport) {
        let (left, right) = (MemoryTransport(on: loop), MemoryTransport(on: loop))
        left.other = right
        right.other = left
        return (left, right)
    }

    var pendingBytes: Int { max(0, (other?.inbox.count ?? 0) - capacity) }
    var unsentBytes: Int { pendingBytes }

    var writtenBytes: Int { written.count }

    func takeArrived() {}

    func mayHaveArrived(after earlier: Int) -> Bool { true }

    func startReading() {
        isReading = true
        schedule()
    }

    func stopReading() { isReading = false }

    func write(_ bytes: [UInt8]) -> Bool {
        guard !isClosed, let other else { return true }
        written += bytes
        other.inbox += bytes
        other.schedule()
        return pendingBytes == 0
    }

    func shutdown() { other?.end(.clean) }

    func close() {
        guard !isClosed else { return }
        leave()
        other?.end(.clean)
    }

    func abort() {
        guard !isClosed else { return }
        leave()
        other?.end(.broken)
    }

    private func leave() {
        isClosed = true
        delegate = nil
        keptAlive = nil
    }

    private func end(_ end: End) {
        if inboxEnd == nil { inboxEnd = end }
        if end == .broken { inbox = [] }
        schedule()
    }

    private func schedule() {
        guard isReading, !isScheduled, !isClosed else { return }
        isScheduled = true
        loop.execute { [self] in
            isScheduled = false
            deliver()
        }
    }

    private func deliver() {
        guard isReading, !isClosed else { return }
        guard !inbox.isEmpty else {
            guard let inboxEnd else { return }
            isReading = false
            let error = LoopError(.connectionReset, call: "read", message: "reset")
            delegate?.streamDidEnd(inboxEnd == .clean ? nil : error)
            return
        }
        let piece = Array(inbox.prefix(pieceSize))
        let before = other?.pendingBytes ?? 0
        inbox.removeFirst(piece.count)
        delegate?.streamDidReceive(piece.span)
        if before > 0, let other, other.pendingBytes == 0 { other.delegate?.streamDidDrain() }
        schedule()
    }
}
