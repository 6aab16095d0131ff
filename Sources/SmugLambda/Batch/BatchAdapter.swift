internal import SmugLoop
internal import SmugProtocol

/// Makes a handler of batches from a handler of single requests.
///
/// The requests of a batch are handled at the same time, up to `concurrency` of them (at least
/// one); the answers stand in the requests' order. An error of `handler` costs its request alone:
/// it is answered with status 500, and standard error gets the reason. An event that is no batch
/// is handled as a single HTTP request, so the function also works behind API Gateway itself.
///
/// A request without an id, or with one that an earlier request of the batch has, cannot be
/// answered and is left out.
public func batchAdapter(concurrency: Int = 16, _ handler: @escaping LambdaHTTPHandler)
    -> LambdaFunction
{
    let adapter = BatchAdapter(concurrency: concurrency, handler: handler) {
        StandardStream.error.write($0 + "\n")
    }
    return LambdaFunction { event, context in .bytes(try await adapter.answer(event, context)) }
}

/// What ``batchAdapter(concurrency:_:)`` does.
struct BatchAdapter: Sendable {
    private struct Item: Sendable {
        let id: [UInt8]
        let range: Range<Int>
    }

    private let concurrency: Int
    private let handler: LambdaHTTPHandler
    /// Takes a line for the log.
    private let tell: @Sendable (String) -> Void

    init(
        concurrency: Int, handler: @escaping LambdaHTTPHandler,
        tell: @escaping @Sendable (String) -> Void
    ) {
        self.concurrency = max(concurrency, 1)
        self.handler = handler
        self.tell = tell
    }

    func answer(_ event: [UInt8], _ context: LambdaContext) async throws -> [UInt8] {
        guard let batch = try BatchRequest(event) else {
            let request = try HTTPEvent(event)
            let id = request.requestID.isEmpty ? context.requestID : request.requestID
            return await answer(request, id: id, context).serialized()
        }
        let items = answerable(batch.items)
        let answers = await answers(to: items, of: event, context)
        var writer = BatchResponseWriter(capacity: 64 + 256 * items.count)
        for (item, answer) in zip(items, answers) {
            guard let answer else { continue }
            writer.append(
                id: item.id[...], status: answer.status, fields: answer.fields,
                body: answer.body[...])
        }
        return writer.finish()
    }

    /// The items that can be answered: of those with the same id the first.
    private func answerable(_ items: [BatchRequest.Item]) -> [Item] {
        var seen: Set<[UInt8]> = []
        return items.compactMap { item in
            guard let id = item.id, !id.isEmpty else {
                tell("a request of the batch has no requestContext.requestId: it is left out")
                return nil
            }
            guard seen.insert(id).inserted else {
                let name = String(decoding: id, as: UTF8.self)
                tell("\(name): a request of the batch has this id already: it is left out")
                return nil
            }
            return Item(id: id, range: item.range)
        }
    }

    private func answers(to items: [Item], of event: [UInt8], _ context: LambdaContext) async
        -> [CheckedAnswer?]
    {
        await withTaskGroup(of: (Int, CheckedAnswer).self) { group in
            var answers = [CheckedAnswer?](repeating: nil, count: items.count)
            for (index, item) in items.enumerated() {
                if index >= concurrency, let (done, answer) = await group.next() {
                    answers[done] = answer
                }
                group.addTask { (index, await answer(item, of: event, context)) }
            }
            for await (done, answer) in group { answers[done] = answer }
            return answers
        }
    }

    private func answer(_ item: Item, of event: [UInt8], _ context: LambdaContext) async
        -> CheckedAnswer
    {
        let id = String(decoding: item.id, as: UTF8.self)
        do {
            return await answer(try HTTPEvent(event, in: item.range), id: id, context)
        } catch {
            return refuse(id, error)
        }
    }

    private func answer(_ request: HTTPEvent, id: String, _ context: LambdaContext) async
        -> CheckedAnswer
    {
        let item = context.item(requestID: id, traceID: request.headers["x-amzn-trace-id"])
        do {
            return try await LambdaContext.$current.withValue(item) {
                try await handler(request, item).checked()
            }
        } catch {
            return refuse(id, error)
        }
    }

    /// The reason is for the log only.
    private func refuse(_ id: String, _ error: any Error) -> CheckedAnswer {
        tell("\(id): \(type(of: error)): \(error)")
        return .internalError
    }
}
