package import SmugHTTP
internal import SmugLoop

/// What brings an answer in, for as long as somebody reads it.
protocol ResponseSource: AnyObject {
    /// Brings more, after the stream was full.
    func resume()

    /// Ends the transfer; nothing more of it is told.
    func cancel()

    /// Goes on for the end alone, and sends the request no second time.
    ///
    /// - Returns: `false` where the service has not got the whole request.
    func goOnUnread() -> Bool
}

/// A service's answer as it comes in: a head, parts, an end.
///
/// A transport tells what arrives; one task reads it. Both are on the same loop. What is not read
/// holds the service back.
package final class IncomingStream: @unchecked Sendable {
    /// How much waits for its reader before the transport is held back.
    static let maxPendingBytes = 256 * 1024

    private enum Phase {
        case open
        case ended
        case failed(TransportError)
    }

    private let loop: EventLoop
    private var source: (any ResponseSource)?
    private var head: (status: Int, fields: HTTPFields)?
    private var pending: [UInt8] = []
    /// When anything has come of it last, roughly.
    private var latest: MonotonicTime
    private var isHeldBack = false
    private var phase = Phase.open
    /// Who waits for its end alone.
    private var dropped: DroppedAnswer?
    private var waiter: ((Result<Void, any Error>) -> Void)?

    init(on loop: EventLoop) {
        self.loop = loop
        latest = loop.recently
    }

    // MARK: - The transport's side

    /// Says who brings the answer in; kept until its end.
    func attach(_ source: any ResponseSource) {
        guard case .open = phase else { return }
        self.source = source
    }

    func begin(status: Int, fields: HTTPFields) {
        head = (status, fields)
        latest = loop.recently
        wake()
    }

    /// Takes a part; `false` where it must wait until ``ResponseSource/resume()`` asks for it.
    func take(_ part: Span<UInt8>) -> Bool {
        if let dropped {
            dropped.take(part.count)
            return true
        }
        latest = loop.recently
        guard pending.count < Self.maxPendingBytes else {
            isHeldBack = true
            return false
        }
        unsafe part.withUnsafeBufferPointer { unsafe pending.append(contentsOf: unsafe $0) }
        wake()
        return true
    }

    /// - Parameter error: why the answer is not whole; `nil` where it is.
    func end(_ error: TransportError?) {
        guard case .open = phase else { return }
        phase = error.map { .failed($0) } ?? .ended
        source = nil
        wake()
        dropped.take()?.end(error?.mayRunUnseen == true ? .unseen : .over)
    }

    // MARK: - The reader's side

    /// The status and fields, once they are there.
    package func response() async throws(TransportError) -> (status: Int, fields: HTTPFields) {
        while true {
            if let head { return head }
            try await wait(within: nil)
        }
    }

    /// What has come since the last call, as soon as there is anything; `nil` at the end.
    ///
    /// - Parameter idleTimeout: how long nothing may come.
    package func next(within idleTimeout: Duration?) async throws(TransportError) -> [UInt8]? {
        while pending.isEmpty {
            if case .ended = phase { return nil }
            try await wait(within: idleTimeout)
        }
        let part = pending
        pending = []
        if isHeldBack {
            isHeldBack = false
            source?.resume()
        }
        return part
    }

    /// Ends the transfer, unless it has ended.
    package func cancel() {
        let source = source
        end(TransportError(.cancelled(requestSent: true), "the answer is not wanted any more"))
        source?.cancel()
    }

    /// Ends the reader's side, and the transfer where that needs no more of it to tell when the
    /// function has ended.
    ///
    /// - Parameters:
    ///   - dropped: who is told.
    ///   - idleTimeout: how long nothing may come.
    func drop(to dropped: DroppedAnswer, within idleTimeout: Duration) {
        switch phase {
        case .ended: return dropped.note(.over)
        case .failed(let error): return dropped.note(error.mayRunUnseen ? .unseen : .over)
        case .open: break
        }
        guard let source, source.goOnUnread() else {
            cancel()
            // What has not arrived whole begins nothing.
            return dropped.note(.over)
        }
        self.dropped = dropped
        dropped.begin(since: latest, within: idleTimeout) { [self] in cancel() }
        pending = []
        guard isHeldBack else { return }
        isHeldBack = false
        source.resume()
    }

    private func wait(within limit: Duration?) async throws(TransportError) {
        if case .failed(let error) = phase { throw error }
        do {
            try await loop.suspend { (resume: @escaping (Result<Void, any Error>) -> Void) in
                let timer = limit.map { limit in
                    loop.schedule(at: EventLoop.now.advanced(by: limit)) { [self] in
                        waiter = nil
                        resume(.failure(Self.idle(limit)))
                    }
                }
                waiter = { [loop] result in
                    if let timer { loop.cancel(timer) }
                    resume(result)
                }
                return { [self] in
                    waiter = nil
                    if let timer { loop.cancel(timer) }
                }
            }
        } catch let error as TransportError {
            throw error
        } catch {
            throw TransportError(.cancelled(requestSent: true), "the caller was cancelled")
        }
    }

    private static func idle(_ limit: Duration) -> TransportError {
        TransportError(
            .responseTimedOut, "nothing came for \(limit.wholeNanoseconds / 1_000_000) ms")
    }

    private func wake() {
        guard let waiter else { return }
        self.waiter = nil
        waiter(.success(()))
    }
}
