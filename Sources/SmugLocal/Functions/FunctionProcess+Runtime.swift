internal import SmugHTTP
internal import SmugJSON
internal import SmugLoop
internal import SmugProtocol

/// The Runtime API of one process.
extension FunctionProcess: RuntimeConnectionDelegate {
    func accept(_ socket: Int32) {
        guard let connection = try? RuntimeConnection(socket: socket, on: loop, delegate: self)
        else { return }
        connections.append(connection)
    }

    func runtimeConnectionDidClose(_ connection: RuntimeConnection) {
        connections.removeAll { $0 === connection }
        extensions.didClose(connection)
        guard parked === connection else { return }
        parked = nil
        guard isAnnounced else { return }
        isAnnounced = false
        delegate.processDidWithdraw(self)
    }

    func runtimeDidCall(_ request: RuntimeRequest, on connection: RuntimeConnection) {
        if let call = ExtensionCall(request.head) {
            return extensions.answer(call, request, on: connection)
        }
        guard !isOver else { return connection.close() }
        do throws(RuntimeState.Refusal) {
            switch request.call {
            case .next: try poll(on: connection)
            case .response(let id): try answer(id, request, on: connection, isError: false)
            case .error(let id): try answer(id, request, on: connection, isError: true)
            case .initError: try failInit(request, on: connection)
            case .wrongMethod(let allowed): connection.refuseMethod(allowed: allowed)
            case .unknown:
                connection.respond(
                    .notFound, body: RuntimeDocument.error("NotFound", "404 page not found"))
            }
        } catch {
            let (status, body) = RuntimeDocument.refusal(error)
            connection.respond(status, body: body)
        }
    }

    func runtimeDidBeginAnswer(_ head: HTTPRequestHead, _ id: Range<Int>) -> InvocationParts? {
        guard let invocation, state.isRunning(head.fields.bytes[id]), !isStreaming else {
            return nil
        }
        isStreaming = invocation.parts != nil
        return invocation.parts
    }

    private func poll(on connection: RuntimeConnection) throws(RuntimeState.Refusal) {
        let isFirst = state.phase == .started
        try state.polled()
        if isFirst { initDuration = started.duration(to: EventLoop.now) }
        telemetry.runtimePolled()
        let before = parked
        parked = connection
        announce()
        guard let before else { return }
        // A runtime waits for one call at a time: it has given up the older one.
        before.close()
        connections.removeAll { $0 === before }
    }

    /// Says once that there is room for an invocation: the runtime waits, and so does each extension.
    func announce() {
        guard parked != nil, !isAnnounced, extensions.isIdle else { return }
        isAnnounced = true
        telemetry.becameIdle(processID: processID)
        setDeadline(after: nil)
        delegate.processDidPoll(self)
    }

    private func answer(
        _ id: Range<Int>, _ request: RuntimeRequest, on connection: RuntimeConnection,
        isError: Bool
    ) throws(RuntimeState.Refusal) {
        try state.answered(request.head.fields.bytes[id], isError: isError)
        if request.isTooLarge {
            connection.respond(
                .contentTooLarge,
                body: RuntimeDocument.tooLarge(limit: RuntimeConnection.maxAnswerBytes))
        } else {
            connection.respond(.accepted, body: RuntimeDocument.accepted)
        }
        telemetry.answered(ending(of: request, isError: isError), producedBytes: request.byteCount)
        delegate.processDidAnswer(self, outcome(of: request, isError: isError))
    }

    private func ending(of request: RuntimeRequest, isError: Bool) -> TelemetryFact.Ending {
        if request.isTooLarge {
            return TelemetryFact.Ending(
                status: .error, errorType: "Function.ResponseSizeTooLarge")
        }
        if let trailing = request.trailers?["lambda-runtime-function-error-type"] {
            return TelemetryFact.Ending(status: .error, errorType: trailing)
        }
        guard isError else { return TelemetryFact.Ending() }
        return TelemetryFact.Ending(status: .error, errorType: errorType(of: request))
    }

    /// What the runtime says beside its report, or else in it.
    private func errorType(of request: RuntimeRequest) -> String? {
        if let type = request.head.fields["lambda-runtime-function-error-type"] { return type }
        return (try? JSONValue(parsing: request.body))?["errorType"]?.string
    }

    private func outcome(of request: RuntimeRequest, isError: Bool) -> InvocationOutcome {
        if request.isTooLarge {
            let limit = RuntimeConnection.maxAnswerBytes
            return .failed(FailureDocument.tooLarge(limit: limit), log: nil)
        }
        if let document = trailingError(of: request) { return .failed(document, log: nil) }
        guard isError else { return .returned(request.body, log: nil) }
        return .failed(document(of: request), log: nil)
    }

    /// What a runtime reports that fails after it has begun to answer: the document in base 64.
    private func trailingError(of request: RuntimeRequest) -> [UInt8]? {
        guard let trailers = request.trailers,
            let type = trailers["lambda-runtime-function-error-type"]
        else { return nil }
        let document = trailers.first("lambda-runtime-function-error-body").flatMap {
            Base64.decode(trailers.bytes[$0].span)
        }
        return document.flatMap { $0.isEmpty ? nil : $0 }
            ?? FailureDocument.unnamed(
                type: type, requestID: invocation?.request.requestID ?? [])
    }

    private func failInit(_ request: RuntimeRequest, on connection: RuntimeConnection)
        throws(RuntimeState.Refusal)
    {
        try state.initFailed()
        connection.respond(.accepted, body: RuntimeDocument.accepted)
        telemetry.initFailed(errorType: errorType(of: request))
        delegate.processDidFailInit(self, document(of: request))
    }

    /// What a runtime reports, or what stands for it where it reports nothing.
    private func document(of request: RuntimeRequest) -> [UInt8] {
        guard request.body.isEmpty else { return request.body }
        return FailureDocument.unnamed(
            type: request.head.fields["lambda-runtime-function-error-type"],
            requestID: invocation?.request.requestID ?? [])
    }
}
