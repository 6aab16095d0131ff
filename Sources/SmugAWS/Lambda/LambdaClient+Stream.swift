internal import SmugHTTP
internal import SmugLoop

extension LambdaClient {
    /// How much of the answer of a service that refuses is read.
    private static var maxErrorBytes: Int { 65_536 }
    /// How long the end of an answer may be in coming once the function has ended.
    private static var maxEndTime: Duration { .seconds(1) }

    /// Invokes a function and hands on what it writes, as it comes.
    ///
    /// The caller runs on one of the group's loops. Lambda is held back while `receive` does not
    /// return. Cancellation ends the call at once; the function may run on.
    ///
    /// - Parameters:
    ///   - timeout: from the start to the end of all.
    ///   - idleTimeout: how long nothing may come.
    ///   - dropped: what follows the function after a cancellation, for as long as these times are.
    ///   - receive: gets the function's bytes, cut anywhere.
    /// - Throws: also where the function itself failed, and where its answer is not whole: then
    ///   `receive` may have had a part of it.
    package func stream(
        _ invocation: consuming LambdaInvocation, timeout: Duration, idleTimeout: Duration,
        dropped: DroppedAnswer, _ receive: (ArraySlice<UInt8>) async -> Void
    ) async throws(LambdaError) {
        // Nothing has been sent.
        dropped.note(.over)
        let answer = try await accepted(
            consume invocation, timeout: timeout, idleTimeout: idleTimeout, dropped)
        defer { answer.leave(to: dropped, within: idleTimeout) }
        var decoder = LambdaStreamDecoder()
        while !decoder.isComplete, let part = try await Self.next(answer, idleTimeout) {
            decoder.append(part)
            while let event = try decoder.next() {
                if case .payload(let bytes) = event { await receive(bytes) }
            }
        }
        try decoder.finish()
        // Then the connection can be used again; who says anything else, or nothing, is left.
        _ = try? await Self.next(answer, Self.maxEndTime)
    }

    /// The answer of a service that does not refuse; the call is kept no longer than until then.
    private func accepted(
        _ invocation: consuming LambdaInvocation, timeout: Duration, idleTimeout: Duration,
        _ dropped: DroppedAnswer
    ) async throws(LambdaError) -> IncomingStream {
        invocation.streams = true
        var mayBeSignedAnew = true
        while true {
            let opened = try await open(invocation, timeout: timeout)
            let refusal: IncomingResponse?
            do throws(LambdaError) {
                refusal = try await Self.refusal(in: opened.answer, idleTimeout)
            } catch {
                opened.answer.leave(to: dropped, within: idleTimeout)
                throw error
            }
            guard let refusal else { return opened.answer }
            opened.answer.cancel()
            guard mayBeSignedAnew, mayBeTaken(refusal, signedAt: opened.signedAt) else {
                noteRejection(refusal, of: opened.credentials)
                throw LambdaError(refusal)
            }
            mayBeSignedAnew = false
        }
    }

    /// The answer of a service that refuses, which is read for that; `nil` where it does not.
    private static func refusal(
        in answer: IncomingStream, _ idleTimeout: Duration
    ) async throws(LambdaError) -> IncomingResponse? {
        let head = try await head(of: answer)
        guard !(200..<300).contains(head.status) else { return nil }
        var body: [UInt8] = []
        while body.count < maxErrorBytes, let part = try await next(answer, idleTimeout) {
            body += part
        }
        return IncomingResponse(status: head.status, fields: head.fields, body: body)
    }

    private static func head(of answer: IncomingStream) async throws(LambdaError)
        -> (status: Int, fields: HTTPFields)
    {
        do throws(TransportError) {
            return try await answer.response()
        } catch {
            throw LambdaError(error)
        }
    }

    private static func next(_ answer: IncomingStream, _ idleTimeout: Duration)
        async throws(LambdaError) -> [UInt8]?
    {
        do throws(TransportError) {
            return try await answer.next(within: idleTimeout)
        } catch {
            throw LambdaError(error)
        }
    }
}

extension IncomingStream {
    /// Ends the call, and has `dropped` know what becomes of its function.
    fileprivate func leave(to dropped: DroppedAnswer, within idleTimeout: Duration) {
        if !Task.isCancelled { cancel() }
        drop(to: dropped, within: idleTimeout)
    }
}
