import SmugCompression
import SmugHTTP
import SmugLoop
import SmugNet
import SmugTelemetry

/// Sends an answer in parts to its client, each as soon as it is there.
struct StreamReply {
    /// What one write hands to the connection: so much the client has to take in one write timeout.
    private static let maxWriteBytes = HTTPServerSettings.writeProgressBytes

    let exchange: HTTPExchange
    let route: Route
    /// How the parts are compressed; `nil` is not at all.
    let coding: ContentCoding?

    /// Returns when the answer is sent, or the connection is gone.
    ///
    /// - Returns: why the answer was broken off; `nil` where it was sent whole.
    func send(_ head: HTTPResponse, _ parts: AnswerStream) async -> GatewayFault? {
        guard exchange.mayCarryBody(head.status) else {
            await sendHead(head, parts)
            return nil
        }
        // Whatever happens here, the invocation must know that nobody reads any more.
        defer { parts.abandon() }
        parts.whenCutOff { [exchange] in exchange.loop.execute { exchange.abort() } }
        let end = EventLoop.now.advanced(by: route.streamTimeout)
        var fields = head.fields
        // Without memory for it the answer goes out as it is.
        let encoder = coding.flatMap { try? StreamEncoder($0) }
        if encoder != nil, let coding { fields.tell(coding) }
        let reply = await exchange.beginResponse(head.status, fields: fields)
        while true {
            let idleEnd = EventLoop.now.advanced(by: route.streamIdleTimeout)
            switch await next(of: parts, before: min(end, idleEnd)) {
            case .part(let bytes):
                // Where it is the client that the rest waits for, there is always a next part.
                guard EventLoop.now < end else {
                    reply.abort()
                    return .streamTimedOut
                }
                if let fault = await write(bytes, .all, encoder, to: reply, parts) { return fault }
            case .end(.whole):
                if encoder != nil, let fault = await write([], .end, encoder, to: reply, parts) {
                    return fault
                }
                do throws(HTTPServerFault) {
                    try await reply.finish()
                    return nil
                } catch {
                    return .clientLeft
                }
            case .end(.broken(let fault)):
                reply.abort()
                return fault
            case nil:
                let left: GatewayFault = exchange.isGone ? .clientLeft : .draining
                reply.abort()
                if Task.isCancelled { return left }
                return EventLoop.now >= end ? .streamTimedOut : .streamIdle
            }
        }
    }

    /// Sends an answer without a body: to HEAD, or with a status that has no content.
    ///
    /// Its client has not left: the function goes on to its end, which frees its place, for as long
    /// as it would have been waited for.
    private func sendHead(_ head: HTTPResponse, _ parts: AnswerStream) async {
        parts.discard()
        let end = exchange.arrival.advanced(by: route.timeout)
        // Whoever writes keeps it: nothing of it stays once the function has ended.
        _ = exchange.loop.schedule(at: end) { [weak parts] in parts?.abandon() }
        let reply = await exchange.beginResponse(head.status, fields: head.fields)
        try? await reply.finish()
    }

    /// The next part or the end; `nil` when the time is over or the client has left.
    private func next(of parts: AnswerStream, before deadline: MonotonicTime) async
        -> AnswerStream.Output?
    {
        let timer = exchange.loop.schedule(at: deadline) { parts.stopWaiting() }
        defer { exchange.loop.cancel(timer) }
        while true {
            let output = await withTaskCancellationHandler {
                await parts.next(upTo: Self.maxWriteBytes)
            } onCancel: {
                parts.stopWaiting()
            }
            // A wait that was ended for an earlier deadline does not end this one.
            if output != nil || Task.isCancelled || EventLoop.now >= deadline { return output }
        }
    }

    /// Each part goes out whole, so that an event is there when it comes, compressed or not.
    private func write(
        _ bytes: [UInt8], _ flush: StreamEncoder.Flush, _ encoder: StreamEncoder?,
        to reply: HTTPResponseStream, _ parts: AnswerStream
    ) async -> GatewayFault? {
        guard let encoder else { return await write(bytes, to: reply, parts) }
        do throws(CompressionError) {
            let encoded = try encoder.encode(bytes, flush)
            return await write(encoded, to: reply, parts)
        } catch {
            reply.abort()
            return .internalError
        }
    }

    private func write(_ bytes: [UInt8], to reply: HTTPResponseStream, _ parts: AnswerStream) async
        -> GatewayFault?
    {
        let began = EventLoop.now
        do throws(HTTPServerFault) {
            try await reply.write(bytes)
            return nil
        } catch {
            if parts.isCutOff { return .slowReader }
            // The server has broken off a connection that took nothing for so long.
            let limit = Duration.milliseconds(route.definition.streaming.stallMilliseconds)
            guard EventLoop.now >= began.advanced(by: limit) else { return .clientLeft }
            route.metrics.slowReaders.add()
            return .slowReader
        }
    }
}
