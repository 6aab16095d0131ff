internal import SmugHTTP
internal import SmugLoop

/// Takes one event after the other from a Runtime API and answers each, until it is told to end.
///
/// Only for its loop.
final class InvocationLoop: @unchecked Sendable {
    let loop: EventLoop
    private let settings: RuntimeSettings
    private let client: RuntimeAPIClient
    private let backoff: Backoff
    private let log: LambdaLog
    private let traceVariable = EnvironmentSlot("_X_AMZN_TRACE_ID")
    /// Which of the process's invocation loops this is.
    private let index: Int

    init(
        _ settings: RuntimeSettings, index: Int = 0, on loop: EventLoop, backoff: Backoff
    ) {
        self.settings = settings
        self.index = index
        self.loop = loop
        self.backoff = backoff
        client = RuntimeAPIClient(settings.endpoint, on: loop, backoff: backoff)
        log = LambdaLog(settings.log)
    }

    /// Takes no further event; one that is being handled is still answered.
    func end() { client.end() }

    /// - Throws: a ``RuntimeAPIError`` where the Runtime API is gone for good.
    func serve(_ function: LambdaFunction) async throws {
        defer { client.close() }
        var backoff = backoff
        while !client.isEnding {
            do throws(RuntimeAPIError) {
                let invocation = try await next()
                backoff.succeeded()
                await handle(invocation, with: function)
            } catch .ending {
                return
            } catch {
                log.error(error.description)
                if case .unreachable = error { throw error }
                guard let delay = backoff.delayAfterFailure() else {
                    throw RuntimeAPIError.silent(attempts: backoff.maxRetries)
                }
                do { try await loop.sleep(for: delay) } catch { return }
            }
        }
    }

    private func next() async throws(RuntimeAPIError) -> Invocation {
        let response = try await client.next()
        let invocation = Invocation(
            response, function: settings.function, log: settings.log,
            wallClock: EventLoop.wallClockMilliseconds, now: .now)
        guard let invocation else { throw .unidentified }
        return invocation
    }

    private func handle(_ invocation: Invocation, with function: LambdaFunction) async {
        let context = invocation.context
        CrashReport.begin(invocation.pathID, in: index)
        // A variable of the process cannot tell invocations apart that run at the same time.
        if settings.concurrency == 1 { traceVariable.set(context.rawTraceID) }
        await LambdaContext.$current.withValue(context) {
            await answer(invocation, with: function)
            await BackgroundWork(context: context, loop: loop).run()
        }
        CrashReport.end(in: index)
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
}
