package import SmugHTTP
internal import SmugLoop

/// What brings an answer in, for as long as somebody reads it.
protocol ResponseSource: AnyObject {
    /// Brings more, after the stream was full.
    func resume()

    /// Ends the transfer; nothing more of it is told.
    func cancel()
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
    private var isHeldBack = false
    private var phase = Phase.open
    private var waiter: ((Result<Void, any Error>) -> Void)?

    init(on loop: EventLoop) {
        self.loop = loop
    }

    // MARK: - The transport's side

    /// Says who brings the answer in; kept until its end.
    func attach(_ source: any ResponseSource) {
        guard case .open = phase else { return }
        self.source = source
    }

    func begin(status: Int, fields: HTTPFields) {
        head = (status, fields)
        wake()
    }

    /// Takes a part; `false` where it must wait until ``ResponseSource/resume()`` asks for it.
    func take(_ part: Span<UInt8>) -> Bool {
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
