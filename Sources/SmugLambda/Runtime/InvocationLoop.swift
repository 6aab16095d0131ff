internal import SmugHTTP
internal import SmugLoop

/// Takes events from a Runtime API and answers each, until it is told to end.
///
/// Only for its loop.
final class InvocationLoop: @unchecked Sendable {
    private let settings: RuntimeSettings
    private let client: RuntimeAPIClient
    private let loop: EventLoop
    private let backoff: Backoff
    private let log: LambdaLog

    init(_ settings: RuntimeSettings, on loop: EventLoop, backoff: Backoff = Backoff()) {
        self.settings = settings
        client = RuntimeAPIClient(settings.endpoint, on: loop, backoff: backoff)
        self.loop = loop
        self.backoff = backoff
        log = LambdaLog(settings.log)
    }

    /// Returns the process's exit status.
    func run(_ initialize: () async throws -> LambdaFunction) async -> Int32 {
        defer { client.close() }
        let function: LambdaFunction
        do {
            function = try await initialize()
        } catch {
            await refuseToStart(error)
            return 1
        }
        return await serve(function)
    }

    /// Takes no further event; one that is being handled is still answered.
    func end() { client.end() }

    private func refuseToStart(_ error: any Error) async {
        let document = ErrorDocument(error)
        log.fatal("the function cannot start", document.fields)
        do {
            try await client.failInitialization(document)
        } catch {
            log.error(error.description)
        }
    }

    private func serve(_ function: LambdaFunction) async -> Int32 {
        var backoff = backoff
        while !client.isEnding {
            do {
                let invocation = try await next()
                backoff.succeeded()
                await LambdaContext.$current.withValue(invocation.context) {
                    await answer(invocation, with: function)
                    await finish(invocation)
                }
            } catch .ending {
                break
            } catch {
                log.error(error.description)
                if case .unreachable = error { return 1 }
                guard let delay = backoff.delayAfterFailure() else {
                    log.fatal("no event after \(backoff.maxRetries) further attempts: giving up")
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
            response, function: settings.function, log: settings.log,
            wallClock: EventLoop.wallClockMilliseconds, now: .now)
        guard let invocation else { throw .unidentified }
        return invocation
    }

    private func answer(_ invocation: Invocation, with function: LambdaFunction) async {
        do {
            do {
                let answer = try await function.answer(to: invocation.event, invocation.context)
                try await hand(in: answer, to: invocation)
            } catch let error where !(error is RuntimeAPIError) {
                let document = ErrorDocument(error)
                invocation.context.log.error("the handler failed", document.fields)
                try await client.fail(invocation, document)
            }
        } catch {
            invocation.context.log.error("\(error)")
        }
    }

    private func hand(in answer: LambdaAnswer, to invocation: Invocation) async throws {
        let contentType = answer.contentType
        switch answer.content {
        case .bytes(let bytes):
            try await client.respond(to: invocation, bytes, contentType: contentType)
        case .stream(let body):
            try await client.stream(to: invocation, contentType: contentType, body)
        }
    }

    /// Does what the handler has put off until after its answer.
    private func finish(_ invocation: Invocation) async {
        await BackgroundWork(context: invocation.context, loop: loop).run()
    }
}
