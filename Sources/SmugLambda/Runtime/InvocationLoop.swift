internal import SmugHTTP
internal import SmugLoop

/// Takes events from a Runtime API and answers each, until it is told to end.
///
/// Only for its loop.
final class InvocationLoop: @unchecked Sendable {
    private let function: FunctionIdentity
    private let client: RuntimeAPIClient
    private let loop: EventLoop
    private let backoff: Backoff
    /// Takes a line for the log.
    private let tell: (String) -> Void

    init(
        _ settings: RuntimeSettings, on loop: EventLoop, backoff: Backoff = Backoff(),
        tell: @escaping (String) -> Void
    ) {
        function = settings.function
        client = RuntimeAPIClient(settings.endpoint, on: loop, backoff: backoff)
        self.loop = loop
        self.backoff = backoff
        self.tell = tell
    }

    /// Returns the process's exit status.
    func run(_ initialize: () async throws -> LambdaHandler) async -> Int32 {
        defer { client.close() }
        let handler: LambdaHandler
        do {
            handler = try await initialize()
        } catch {
            await refuseToStart(error)
            return 1
        }
        return await serve(handler)
    }

    /// Takes no further event; one that is being handled is still answered.
    func end() { client.end() }

    private func refuseToStart(_ error: any Error) async {
        let document = ErrorDocument(error)
        tell("the function cannot start: \(document.type): \(document.message)")
        do {
            try await client.failInitialization(document)
        } catch {
            tell(error.description)
        }
    }

    private func serve(_ handler: LambdaHandler) async -> Int32 {
        var backoff = backoff
        while !client.isEnding {
            do {
                let invocation = try await next()
                backoff.succeeded()
                await answer(invocation, with: handler)
            } catch .ending {
                break
            } catch {
                tell(error.description)
                if case .unreachable = error { return 1 }
                guard let delay = backoff.delayAfterFailure() else {
                    tell("no event after \(backoff.maxRetries) further attempts: giving up")
                    return 1
                }
                do { try await loop.sleep(for: delay) } catch { break }
            }
        }
        return 0
    }

    private func next() async throws(RuntimeAPIError) -> Invocation {
        let response = try await client.next()
        let invocation = Invocation(
            response, function: function, wallClock: EventLoop.wallClockMilliseconds, now: .now)
        guard let invocation else { throw .unidentified }
        return invocation
    }

    private func answer(_ invocation: Invocation, with handler: LambdaHandler) async {
        let id = invocation.context.requestID
        let answer: Result<[UInt8], any Error>
        do {
            answer = .success(
                try await LambdaContext.$currentRequestID.withValue(id) {
                    try await handler(invocation.event, invocation.context)
                })
        } catch {
            answer = .failure(error)
        }
        do {
            switch answer {
            case .success(let bytes): try await client.respond(to: invocation, bytes)
            case .failure(let error): try await fail(invocation, error)
            }
        } catch {
            tell("\(id): \(error)")
        }
    }

    private func fail(_ invocation: Invocation, _ error: any Error) async throws(RuntimeAPIError) {
        let document = ErrorDocument(error)
        tell("\(invocation.context.requestID): \(document.type): \(document.message)")
        try await client.fail(invocation, document)
    }
}
