/// A function that answers HTTP requests.
///
/// In a batch it runs for several requests at the same time, on one thread: requests take turns
/// where one awaits something.
public typealias LambdaHTTPHandler =
    @Sendable (_ request: HTTPEvent, _ context: LambdaContext) async throws -> HTTPAnswer

/// Makes a function of HTTP events of all kinds, one at a time, from a handler of requests.
///
/// Events of API Gateway (REST, HTTP and WebSocket APIs), load balancers, function URLs and VPC
/// Lattice are told apart by what they hold, and each is answered in its own shape. An error of
/// `handler`, and an event of another kind, are the invocation's error, which the service answers
/// with its own page. A streamed answer is collected; see ``streamingHTTPAdapter(_:)``.
public func httpAdapter(_ handler: @escaping LambdaHTTPHandler) -> LambdaFunction {
    LambdaFunction { event, context in
        let request = try HTTPEvent(event, traceID: context.traceID)
        let answer = try await handler(request, context).collected()
        return .bytes(try answer.checked().serialized(for: request))
    }
}

/// The same for function URLs and APIs in streaming mode: an answer's stream goes out as it is
/// written, and any other answer in one part.
public func streamingHTTPAdapter(_ handler: @escaping LambdaHTTPHandler) -> LambdaFunction {
    LambdaFunction { event, context in
        let request = try HTTPEvent(event, traceID: context.traceID)
        let answer = try await handler(request, context)
        return try .stream(answer, answer.stream ?? { _ in })
    }
}
