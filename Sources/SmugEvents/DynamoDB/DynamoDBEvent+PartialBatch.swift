extension DynamoDBEvent {
    /// Runs `body` for each change in order, and says where it stopped: the function's whole answer.
    ///
    /// Lambda sends again what begins with the first failure, so nothing behind it is run. The event
    /// source mapping must have `ReportBatchItemFailures`.
    public func handleEach(
        _ body: @escaping @Sendable (Record) async throws -> Void,
        onFailure: @escaping @Sendable (Record, any Error) -> Void
    ) async -> BatchResponse {
        let batch = PartialBatch(concurrency: 1, onFailure: onFailure, body: body)
        let done = await batch.run([records])[0]
        let failed = records.dropFirst(done).prefix(1)
        return BatchResponse(failed: failed.map { $0.change.sequenceNumber ?? "" })
    }
}
