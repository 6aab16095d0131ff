extension SQSEvent {
    /// Runs `body` for each message, and says which failed: the function's whole answer.
    ///
    /// Messages run side by side. Those of one group of a FIFO queue run in order, and behind a
    /// failure the rest of the group counts as failed without a run, so that the order holds when they
    /// come again. The event source mapping must have `ReportBatchItemFailures`.
    ///
    /// ```swift
    /// await event.handleEach { message in
    ///     try await place(message.decodeBody(as: Order.self))
    /// } onFailure: { message, error in
    ///     log("\(message.messageId): \(error)")
    /// }
    /// ```
    ///
    /// - Parameter concurrency: how many run at a time.
    public func handleEach(
        concurrency: Int = 10, _ body: @escaping @Sendable (Message) async throws -> Void,
        onFailure: @escaping @Sendable (Message, any Error) -> Void
    ) async -> BatchResponse {
        let batch = PartialBatch(concurrency: concurrency, onFailure: onFailure, body: body)
        let lanes = records.map(\.attributes.messageGroupId).lanes
        let done = await batch.run(lanes.map { $0.map { records[$0] } })
        let failed = zip(lanes, done).flatMap { $0.dropFirst($1) }.sorted()
        return BatchResponse(failed: failed.map { records[$0].messageId })
    }
}
