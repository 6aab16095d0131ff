package import SmugLoop

/// libcurl on one loop, for callers on any.
///
/// What is not an invocation is rare and small: one loop's connections carry all of it.
package final class LoopTransport: HTTPTransport, @unchecked Sendable {
    private let loop: EventLoop
    /// The loop's own.
    private let multi: CurlMulti

    /// To be called on the loop.
    package init(on loop: EventLoop, trusting authorities: CertificateAuthorities = .system) {
        self.loop = loop
        multi = CurlMulti(on: loop, trusting: authorities)
    }

    package func perform(
        _ request: OutgoingRequest
    ) async throws(TransportError) -> IncomingResponse {
        let outcome = await withTaskExecutorPreference(loop) {
            await self.outcome(of: request)
        }
        return try outcome.get()
    }

    private func outcome(
        of request: OutgoingRequest
    ) async -> Result<IncomingResponse, TransportError> {
        do throws(TransportError) {
            return .success(try await multi.perform(request))
        } catch {
            return .failure(error)
        }
    }

    package func pause(for duration: Duration) async {
        await withTaskExecutorPreference(loop) {
            try? await self.loop.sleep(for: duration)
        }
    }

    /// Ends what is under way and closes the connections; on the loop.
    package func close() {
        multi.close()
    }
}
