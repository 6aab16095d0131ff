internal import SmugEvents
internal import SmugJSON
internal import SmugLambda
internal import SmugLoop

/// A handler of requests, each of which it takes from its bytes to the upload of its answer.
struct CustomResource<Properties: Codable & Equatable & Sendable & SendableMetatype>: Sendable {
    typealias Request = CloudFormationRequest<Properties>
    typealias Handler = @Sendable (Request, LambdaContext) async throws -> CloudFormationResponse

    private let handle: Handler
    private let loop: EventLoop
    private let machine: MachineAccess

    init(_ handle: @escaping Handler, on loop: EventLoop, over machine: MachineAccess) {
        self.handle = handle
        self.loop = loop
        self.machine = machine
    }

    /// - Throws: what keeps the answer from CloudFormation.
    func answer(_ event: [UInt8], _ context: LambdaContext) async throws {
        let time = AnswerTime(left: context.remainingTime, at: EventLoop.now)
        let request = try CustomResourceEvent(event)
        // Before the handler, so that nothing is made of which CloudFormation cannot be told.
        let upload = try AnswerUpload(
            to: try request.authority, over: machine, until: time.uploadDeadline, on: loop)
        try await request.envelope.answer(over: { try await upload.send($0, log: context.log) }) {
            _ in await outcome(of: request, context, time)
        }
    }

    private func outcome(
        of event: CustomResourceEvent, _ context: LambdaContext, _ time: AnswerTime
    ) async -> CloudFormationResponse {
        if event.deletesWhatNeverWas {
            context.log.info("there is nothing to delete: its creation was refused")
            return event.envelope.success()
        }
        let request: Request
        do {
            request = try event.request()
        } catch {
            let document = ErrorDocument(error)
            context.log.error("the request does not decode", document.fields)
            return event.refusal(document.message)
        }
        do {
            return try await withinTime(time) { try await handle(request, context) }
        } catch {
            let document = ErrorDocument(error)
            context.log.error("the handler failed", document.fields)
            return event.envelope.failure(reason: document.message)
        }
    }

    /// What `body` gives in time; one that does not heed its cancellation is left behind.
    private func withinTime(
        _ time: AnswerTime, _ body: @escaping @Sendable () async throws -> CloudFormationResponse
    ) async throws -> CloudFormationResponse {
        let (ends, sender) = AsyncStream.makeStream(
            of: Result<CloudFormationResponse, any Error>.self)
        let work = Task(executorPreference: loop) {
            do { sender.yield(.success(try await body())) } catch { sender.yield(.failure(error)) }
        }
        let timer = loop.schedule(at: time.handlerDeadline) {
            sender.yield(.failure(CustomResourceError.late(after: time.ofHandler)))
        }
        defer {
            loop.cancel(timer)
            work.cancel()
        }
        for await end in ends { return try end.get() }
        throw CancellationError()
    }
}
