internal import SmugAWS
internal import SmugHTTP
internal import SmugJSON
internal import SmugLoop
internal import SmugNet
internal import SmugProtocol

/// The answer to a call of InvokeWithResponseStream: the function's parts, each as it comes, as
/// messages of an event stream.
struct StreamedInvocation {
    /// What waits for a caller before its function is held back.
    static let maxPendingBytes = 1_048_576
    /// The most of it that one message holds.
    private static let maxChunkBytes = 65_536

    let request: Invocation.Request
    let parts: InvocationParts

    /// Returns when all of it is sent, or the caller has left.
    ///
    /// - Throws: where the function was not run at all.
    func answer(_ exchange: HTTPExchange) async throws(InvokeError) {
        defer { parts.abandon() }
        // The status waits for the first part: what is not run is refused by status.
        var output = await parts.next(upTo: Self.maxChunkBytes)
        switch output {
        case .end(.throttled): throw .throttled
        case .end(.stopped): throw .stopped
        default: break
        }
        let stream = await exchange.beginResponse(.ok, fields: fields)
        do throws(HTTPServerFault) {
            while true {
                switch output {
                case .part(let bytes): try await stream.write(Self.chunk(bytes))
                case .end(let outcome):
                    try await stream.write(end(outcome))
                    return try await stream.finish()
                case nil: break
                }
                output = await parts.next(upTo: Self.maxChunkBytes)
            }
        } catch {
            // The function runs to its end, as in Lambda.
        }
    }

    private var fields: HTTPFields {
        var fields = InvokeAnswer.fields(
            requestID: request.requestID, contentType: "application/vnd.amazon.eventstream")
        fields.append(name: "x-amz-executed-version", value: "$LATEST")
        InvokeAnswer.append("x-amzn-trace-id", request.trace, to: &fields)
        return fields
    }

    private static func chunk(_ bytes: [UInt8]) -> [UInt8] {
        var message: [UInt8] = []
        EventStreamEncoder.append(
            [
                (":event-type", "PayloadChunk"), (":content-type", "application/octet-stream"),
                (":message-type", "event"),
            ], payload: bytes[...], to: &message)
        return message
    }

    /// What a runtime returned in one piece, and the last message.
    private func end(_ outcome: InvocationOutcome) -> [UInt8] {
        var bytes: [UInt8] = []
        var writer = JSONWriter(capacity: 256)
        writer.beginObject()
        switch outcome {
        case .returned(let payload, let log):
            if !payload.isEmpty { bytes = Self.chunk(payload) }
            Self.append(log, to: &writer)
        case .failed(let document, let log):
            writer.key("ErrorCode")
            writer.string("Unhandled")
            writer.key("ErrorDetails")
            writer.string(utf8: document)
            Self.append(log, to: &writer)
        case .throttled, .stopped:
            writer.key("ErrorCode")
            writer.string("ServiceException")
        }
        writer.endObject()
        EventStreamEncoder.append(
            [
                (":event-type", "InvokeComplete"), (":content-type", "application/json"),
                (":message-type", "event"),
            ], payload: writer.bytes[...], to: &bytes)
        return bytes
    }

    private static func append(_ log: [UInt8]?, to writer: inout JSONWriter) {
        guard let log else { return }
        writer.key("LogResult")
        writer.string(utf8: InvokeAnswer.encoded(log))
    }
}
