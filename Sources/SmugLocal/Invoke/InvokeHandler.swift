internal import SmugHTTP
internal import SmugJSON
internal import SmugLoop
internal import SmugNet

/// The Invoke API: requests from everybody, answers from the functions' processes.
final class InvokeHandler: HTTPHandler {
    private let hosts: [FunctionHost]
    private let settings: LocalLambdaSettings
    private let ids: RequestIDs
    private let signatures: SignatureCheck?

    init(_ hosts: [FunctionHost], _ settings: LocalLambdaSettings, ids: RequestIDs) {
        self.hosts = hosts
        self.settings = settings
        self.ids = ids
        signatures = settings.credentials.map {
            SignatureCheck($0, region: settings.region)
        }
    }

    func handle(_ exchange: HTTPExchange) async {
        let requestID = ids.next()
        let path = exchange.request.path
        let name = InvokeTarget.streamNameRange(exchange.request.fields.bytes, path: path)
        do throws(InvokeError) {
            if let name {
                try await stream(name, exchange, requestID)
            } else {
                await exchange.respond(try await answer(exchange, requestID))
            }
        } catch {
            await exchange.respond(error.response(requestID: requestID))
        }
    }

    func response(to fault: HTTPServerFault, requestID: String?) -> HTTPResponse {
        InvokeError(fault).response(requestID: requestID.map { Array($0.utf8) } ?? ids.next())
    }

    private func answer(_ exchange: HTTPExchange, _ requestID: [UInt8]) async throws(InvokeError)
        -> HTTPResponse
    {
        let head = exchange.request
        guard let name = InvokeTarget.nameRange(head.fields.bytes, path: head.path) else {
            throw .unknownOperation()
        }
        let (kind, host, request) = try await call(name, exchange, requestID)
        switch kind {
        case .dryRun: return InvokeAnswer.accepted(.noContent, requestID: requestID)
        case .event: return try await accept(request, by: host)
        case .requestResponse:
            return InvokeAnswer.result(of: await run(request, on: host), request)
        }
    }

    private func stream(_ name: Range<Int>, _ exchange: HTTPExchange, _ requestID: [UInt8])
        async throws(InvokeError)
    {
        let (kind, host, request) = try await call(name, exchange, requestID)
        switch kind {
        case .dryRun:
            await exchange.respond(InvokeAnswer.accepted(.noContent, requestID: requestID))
        case .event:
            throw .invalidParameter("Invocation type 'Event' has no answer that could be streamed.")
        case .requestResponse:
            let parts = InvocationParts(maxBytes: StreamedInvocation.maxPendingBytes)
            let invocation = Invocation(request, parts: parts) { parts.finish($0) }
            host.onLoop { host.submit(invocation, mayWait: false) }
            try await StreamedInvocation(request: request, parts: parts).answer(exchange)
        }
    }

    /// Reads a call, whose function's name stands in the path at `name`.
    private func call(_ name: Range<Int>, _ exchange: HTTPExchange, _ requestID: [UInt8])
        async throws(InvokeError) -> (InvokeParameters.Kind, FunctionHost, Invocation.Request)
    {
        let head = exchange.request
        let bytes = head.fields.bytes
        guard head.method == .post else { throw .unknownOperation() }
        let parameters = Result { () throws(InvokeError) in try InvokeParameters(head.fields) }
        let kind = (try? parameters.get())?.kind ?? .requestResponse
        let payload = try await body(of: exchange, limit: kind.maxPayloadBytes)
        try signatures?.verify(head, payload)
        let (host, arn) = try target(bytes[name], head.query.map { bytes[$0] } ?? [])
        let known = try parameters.get()
        let request = Invocation.Request(
            requestID: requestID, payload: try Self.checked(payload), functionARN: arn,
            trace: trace(head.fields), clientContext: known.clientContext,
            tenantID: known.tenantID, wantsLogTail: known.wantsLogTail)
        return (known.kind, host, request)
    }

    // MARK: - The function

    private func run(_ request: Invocation.Request, on host: FunctionHost) async
        -> InvocationOutcome
    {
        // Whoever waits no more changes nothing: the function runs to its end, as in Lambda.
        await withCheckedContinuation { continuation in
            let invocation = Invocation(request) { continuation.resume(returning: $0) }
            host.onLoop { host.submit(invocation, mayWait: false) }
        }
    }

    private func accept(_ request: Invocation.Request, by host: FunctionHost)
        async
        throws(InvokeError) -> HTTPResponse
    {
        let isAccepted = await withCheckedContinuation { continuation in
            host.onLoop { continuation.resume(returning: host.accept(request)) }
        }
        guard isAccepted else { throw .throttled }
        return InvokeAnswer.accepted(.accepted, requestID: request.requestID)
    }

    // MARK: - The request

    private func body(of exchange: HTTPExchange, limit: Int) async throws(InvokeError) -> [UInt8] {
        do throws(HTTPServerFault) {
            return try await exchange.collectBody(upTo: limit)
        } catch {
            throw InvokeError(error)
        }
    }

    /// The function that is meant, and its ARN as the caller has named it.
    ///
    /// A bare name, which is what most callers give, is found without reading it as an identifier.
    private func target(_ name: ArraySlice<UInt8>, _ query: ArraySlice<UInt8>)
        throws(InvokeError) -> (FunctionHost, [UInt8])
    {
        if query.isEmpty, let host = hosts.first(where: { $0.name.elementsEqual(name) }) {
            return (host, host.arn)
        }
        let target = try InvokeTarget(name: name, query: query)
        let plain = "arn:aws:lambda:\(settings.region):\(settings.accountID):function:"
        let arn = plain + target.name + (target.qualifier.map { ":" + $0 } ?? "")
        let host = hosts.first { $0.function.name == target.name }
        guard let host, settings.knowsEveryQualifier || target.qualifier ?? "$LATEST" == "$LATEST"
        else {
            throw .notFound(arn: arn)
        }
        return (host, Array(arn.utf8))
    }

    /// Lambda takes JSON only; no payload is an empty object.
    private static func checked(_ payload: [UInt8]) throws(InvokeError) -> [UInt8] {
        guard !payload.isEmpty else { return Array("{}".utf8) }
        var reader = JSONReader(payload, loneSurrogates: .replace)
        do throws(JSONError) {
            _ = try reader.skipValue()
            _ = try reader.next()
        } catch {
            // Deeper than ours, and for the function to judge.
            if error.code == .tooDeep { return payload }
            throw .invalidContent("Could not parse request body into json: \(error)")
        }
        return payload
    }

    private func trace(_ fields: HTTPFields) -> [UInt8] {
        if let range = fields.first("x-amzn-trace-id"), !range.isEmpty {
            return Array(fields.bytes[range])
        }
        return ids.nextTrace(at: EventLoop.wallClockMilliseconds / 1000)
    }
}

extension InvokeError {
    /// What the server refuses before it is a request, or while its body comes in.
    fileprivate init(_ fault: HTTPServerFault) {
        self =
            switch fault {
            case .malformed(let error): .malformed(error)
            case .headTimeout, .bodyTimeout: .late
            case .bodyTooLarge(let limit): .tooLarge(limit: limit)
            case .disconnected, .ending, .unanswered: .unanswered
            }
    }
}
