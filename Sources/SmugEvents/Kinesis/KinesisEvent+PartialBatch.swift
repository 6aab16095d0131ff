extension KinesisEvent {
    /// Runs `body` for each record in order, and says where it stopped: the function's whole answer.
    ///
    /// Lambda sends again what begins with the first failure, so nothing behind it is run. The event
    /// source mapping must have `ReportBatchItemFailures`.
    public func handleEach(
        _ body: @escaping @Sendable (Record) async throws -> Void,
        onFailure: @escaping @Sendable (Record, any Error) -> Void
    ) async -> BatchResponse {
        let batch = PartialBatch(concurrency: 1, onFailure: onFailure, body: body)
        let done = await batch.run([records])[0]
        return BatchResponse(
            failed: records.dropFirst(done).prefix(1).map(\.kinesis.sequenceNumber))
    }
}
