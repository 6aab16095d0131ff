/// What carries the requests that are not invocations: for objects, roles, metadata.
///
/// It is handed in, so that whoever asks can be tested with answers out of a table.
package protocol HTTPTransport: Sendable {
    /// Sends a request and returns the whole answer.
    func perform(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse

    /// Waits before another attempt; returns at once where the task is cancelled.
    func pause(for duration: Duration) async
}

extension HTTPTransport {
    /// The same, tried again where the way broke or the service could not answer just now.
    ///
    /// Only for requests that may arrive twice. The pause doubles from attempt to attempt.
    func perform(
        _ request: OutgoingRequest, maxAttempts: Int
    ) async throws(TransportError) -> IncomingResponse {
        var pause = Duration.milliseconds(100)
        var attempt = 1
        while true {
            do throws(TransportError) {
                let response = try await perform(request)
                guard attempt < maxAttempts, Self.isPassing(response.status) else {
                    return response
                }
            } catch {
                guard attempt < maxAttempts, error.isPassing else { throw error }
            }
            await self.pause(for: pause)
            attempt += 1
            pause = pause * 2
        }
    }

    private static func isPassing(_ status: Int) -> Bool {
        status == 429 || (500...504).contains(status) && status != 501
    }
}

extension TransportError {
    /// Whether another attempt may find the way.
    fileprivate var isPassing: Bool {
        switch failure {
        case .cancelled, .malformedResponse, .tlsFailed: false
        default: true
        }
    }
}
