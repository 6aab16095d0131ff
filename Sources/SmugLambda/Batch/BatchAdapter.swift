internal import SmugHTTP
internal import SmugLoop
internal import SmugProtocol

/// Makes a function of batches from a handler of single requests; it answers all at once.
///
/// The requests of a batch are handled at the same time, up to `concurrency` of them (at least
/// one); the answers stand in the requests' order. An error of `handler` costs its request alone:
/// it is answered with status 500, and the log gets the reason. An event that is no batch is
/// handled as a single HTTP request, so the function also works behind API Gateway itself.
///
/// Shortly before the invocation's deadline what is not done is cancelled and answered with 504. Of
/// answers that are too large together for one invocation the largest become 502. A request without
/// an id, or with one that an earlier request of the batch has, cannot be answered and is left out.
public func batchAdapter(concurrency: Int = 16, _ handler: @escaping LambdaHTTPHandler)
    -> LambdaFunction
{
    let adapter = BatchAdapter(concurrency: concurrency, handler: handler)
    return LambdaFunction { event, context in .bytes(try await adapter.answer(event, context)) }
}

/// Makes a function of batches from a handler of single requests; each answer leaves when it is
/// there.
///
/// For routes with `invokeMode: response_stream`. Answers go as lines of NDJSON in the order in
/// which they are done; an ``HTTPAnswer/stream(status:headers:cookies:_:)`` goes in parts between
/// those of others. Everything else is as with ``batchAdapter(concurrency:_:)``; answers may be of
/// any size.
public func streamingBatchAdapter(concurrency: Int = 16, _ handler: @escaping LambdaHTTPHandler)
    -> LambdaFunction
{
    let adapter = BatchAdapter(concurrency: concurrency, handler: handler)
    return LambdaFunction { event, context in try await adapter.stream(event, context) }
}

/// What ``batchAdapter(concurrency:_:)`` and ``streamingBatchAdapter(concurrency:_:)`` do.
struct BatchAdapter: Sendable {
    let concurrency: Int
    let handler: LambdaHTTPHandler
    var maxBytes = BatchAnswers.maxBytes
    /// Returns when the time that an item has is over; throws where nobody can tell.
    var waitUntil: @Sendable (LambdaContext) async throws -> Void = { context in
        guard let loop = EventLoop.current else { throw CancellationError() }
        try await loop.sleep(for: context.remainingTime)
    }

    /// What is kept of the invocation's time to hand in the answers: a tenth, at most this.
    private static let maxReserve = Duration.milliseconds(250)

    func answer(_ event: [UInt8], _ context: LambdaContext) async throws -> [UInt8] {
        guard let batch = try BatchEvent(event) else {
            return try await single(event, context)
        }
        let answers = CollectedAnswers(count: batch.items.count)
        try await run(batch, context) { item, index, itemContext in
            answers.set(index, await answer(item, itemContext))
        } tell: { index, end in
            if case .late = end { answers.set(index, .late) }
        }
        var document = BatchAnswers(to: batch, maxBytes: maxBytes)
        for (item, answer) in zip(batch.items, answers.all) {
            if let answer { document.append(answer, to: item) }
        }
        let (bytes, tooLarge) = document.finished()
        for item in tooLarge {
            context.item(requestID: item.id).log.error(
                "the batch's answers are larger than \(maxBytes) bytes: this one gave way")
        }
        return bytes
    }

    func stream(_ event: [UInt8], _ context: LambdaContext) async throws -> LambdaAnswer {
        guard let batch = try BatchEvent(event) else {
            // Whether its caller takes a stream the event does not say.
            return .bytes(try await single(event, context))
        }
        return .stream(contentType: BatchAnswerStream.contentType) { stream in
            let answers = BatchAnswerStream(stream)
            try await run(batch, context) { item, _, itemContext in
                await send(item, itemContext, to: answers)
            } tell: { index, end in
                if answers.isBroken { throw LambdaError("nobody takes the batch's answers") }
                guard case .late = end else { return }
                try await answers.fail(
                    batch.items[index], status: .gatewayTimeout, message: "out of time")
            }
        }
    }

    private func run(
        _ batch: BatchEvent, _ context: LambdaContext,
        _ work: @escaping @Sendable (BatchEvent.Item, Int, LambdaContext) async -> Void,
        tell: (Int, BatchRun.End) async throws -> Void
    ) async throws {
        for refusal in batch.refusals { context.log.error("\(refusal): it is left out") }
        let reserve = min(context.remainingTime / 10, Self.maxReserve)
        let deadline = context.deadline.advanced(by: .zero - reserve)
        let limited = context.item(requestID: context.requestID, deadline: deadline)
        let run = BatchRun(
            count: batch.items.count, concurrency: concurrency,
            waitForDeadline: { try await waitUntil(limited) }
        ) { index in
            let item = batch.items[index]
            await work(item, index, context.item(requestID: item.id, deadline: deadline))
        }
        try await run.forEachEnd { index, end in
            if case .late = end {
                context.item(requestID: batch.items[index].id).log.error(
                    "the invocation's time is over: the request is cancelled")
            }
            try await tell(index, end)
        }
    }
}

// MARK: - One request

extension BatchAdapter {
    private func answer(_ item: BatchEvent.Item, _ context: LambdaContext) async -> CheckedAnswer {
        await refusing(context, with: .internalError) {
            try await handle(try item.request(), context) { try await $0.collected().checked() }
        }
    }

    private func send(
        _ item: BatchEvent.Item, _ context: LambdaContext, to answers: BatchAnswerStream
    ) async {
        let refusal: CheckedAnswer? = await refusing(context, with: .internalError) {
            try await handle(try item.request(), context) { try await answers.answer(item, $0) }
            return nil
        }
        // After its first part the item has its end already, and this is dropped.
        if let refusal { try? await answers.answer(item, refusal) }
    }

    /// An event of its own, answered as its service wants it.
    private func single(_ event: [UInt8], _ context: LambdaContext) async throws -> [UInt8] {
        let request = try HTTPEvent(event, traceID: context.traceID)
        let id = request.requestID.isEmpty ? context.requestID : request.requestID
        let own = context.item(requestID: id)
        let refusal = try CheckedAnswer.internalError.serialized(for: request)
        return await refusing(own, with: refusal) {
            try await handle(request, own) { answer in
                try await answer.collected().checked().serialized(for: request)
            }
        }
    }

    private func handle<Result>(
        _ request: HTTPEvent, _ context: LambdaContext,
        _ take: (HTTPAnswer) async throws -> Result
    ) async throws -> Result {
        let own = context.item(
            requestID: context.requestID, traceID: request.headers["x-amzn-trace-id"])
        return try await LambdaContext.$current.withValue(own) {
            try await take(try await handler(request, own))
        }
    }

    /// What `body` returns; where it throws, `refusal`, and the reason goes to the log only.
    private func refusing<Result>(
        _ context: LambdaContext, with refusal: Result, _ body: () async throws -> Result
    ) async -> Result {
        do {
            return try await body()
        } catch {
            // What is cancelled has been told as late.
            if !Task.isCancelled {
                context.log.error("the request failed", ErrorDocument(error).fields)
            }
            return refusal
        }
    }
}
