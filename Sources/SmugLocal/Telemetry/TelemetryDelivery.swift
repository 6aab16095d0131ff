internal import SmugHTTP
internal import SmugLoop
internal import SmugNet

/// Brings one subscriber what it is told, in order, one batch at a time.
///
/// Only for its loop.
final class TelemetryDelivery: @unchecked Sendable {
    let subscription: TelemetrySubscription
    private let loop: EventLoop
    private var buffer: TelemetryBuffer
    private var connection: HTTPClientConnection?
    private var stream: ByteStream?
    private var timer: (id: TimerID, at: MonotonicTime)?
    private var isOver = false
    /// Set while everything is to go out without waiting for more.
    private var whenEmpty: (() -> Void)?

    init(_ subscription: TelemetrySubscription, on loop: EventLoop) {
        self.subscription = subscription
        self.loop = loop
        buffer = TelemetryBuffer(subscription.buffering)
    }

    /// - Parameter milliseconds: when it happened, since 1970.
    func tell(_ fact: TelemetryFact, at milliseconds: Int64) {
        guard !isOver, subscription.sources.contains(fact.source),
            let record = record(fact, at: milliseconds)
        else { return }
        buffer.add(record, at: EventLoop.now)
        proceed()
    }

    private func record(_ fact: TelemetryFact, at milliseconds: Int64) -> [UInt8]? {
        TelemetryDocument.record(
            fact, at: milliseconds, subscription.api, schema: subscription.schema)
    }

    /// Sends what there is, and calls back when it was taken.
    func flush(then whenEmpty: @escaping () -> Void) {
        self.whenEmpty = whenEmpty
        proceed()
    }

    func close() {
        isOver = true
        whenEmpty = nil
        if let timer { loop.cancel(timer.id) }
        timer = nil
        connection?.close()
        stream?.close()
    }

    private func proceed() {
        guard !isOver else { return }
        switch buffer.next(at: EventLoop.now, isUrgent: whenEmpty != nil) {
        case .none:
            guard buffer.isEmpty, let whenEmpty else { return }
            self.whenEmpty = nil
            whenEmpty()
        case .wait(let time): wake(at: time)
        case .send(let batch):
            Task(executorPreference: loop) {
                if await self.send(batch) {
                    self.buffer.taken()
                } else {
                    self.buffer.refused(at: EventLoop.now)
                }
                self.proceed()
            }
        }
    }

    private func wake(at time: MonotonicTime) {
        if let timer, timer.at <= time { return }
        if let timer { loop.cancel(timer.id) }
        let id = loop.schedule(at: time) { [weak self] in
            self?.timer = nil
            self?.proceed()
        }
        timer = (id, time)
    }

    // MARK: - Batches

    private func send(_ batch: TelemetryBuffer.Batch) async -> Bool {
        var records = batch.records
        if batch.droppedRecords > 0,
            let dropped = record(
                .logsDropped(records: batch.droppedRecords, bytes: batch.droppedBytes),
                at: EventLoop.wallClockMilliseconds)
        {
            records.append(dropped)
        }
        switch subscription.destination {
        case .http(let address, let method, let target):
            let body = Array("[".utf8) + records.joined(separator: ",".utf8) + Array("]".utf8)
            return await send(body, method, target, to: address)
        case .tcp(let address):
            return await send(records.flatMap { $0 + [UInt8(ascii: "\n")] }, to: address)
        }
    }

    private func send(
        _ body: [UInt8], _ method: HTTPMethod, _ target: String, to address: SocketAddress
    ) async -> Bool {
        do {
            if connection?.isStillReusable() != true {
                connection = try await HTTPClientConnection.connect(
                    to: address, host: "sandbox.localdomain:\(address.port)", on: loop)
            }
            // It may have come when nobody wanted it any more.
            guard !isOver, let connection else { return false }
            let answer = try await connection.send(
                HTTPClientRequest(
                    method, target, fields: HTTPFields([("content-type", "application/json")]),
                    body: body))
            return answer.status.code / 100 == 2
        } catch {
            connection = nil
            return false
        }
    }

    /// Nobody acknowledges what goes out over a stream; who does not read is waited for.
    private func send(_ lines: [UInt8], to address: SocketAddress) async -> Bool {
        if let stream, stream.isClosed { self.stream = nil }
        if stream == nil {
            guard let stream = try? await ByteStream.connect(to: address, on: loop) else {
                return false
            }
            guard !isOver else {
                stream.close()
                return false
            }
            stream.delegate = StreamCloser(stream)
            stream.startReading()
            self.stream = stream
        }
        guard let stream, stream.pendingBytes == 0 else { return false }
        stream.write(lines)
        return !stream.isClosed
    }
}

/// Closes a stream when the other end does.
private final class StreamCloser: ByteStreamDelegate {
    private weak var stream: ByteStream?

    init(_ stream: ByteStream) { self.stream = stream }

    func streamDidReceive(_ bytes: Span<UInt8>) {}
    func streamDidEnd(_ error: LoopError?) { stream?.close() }
    func streamDidDrain() {}
}
