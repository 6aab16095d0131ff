/// A function that answers HTTP requests.
///
/// In a batch it runs for several requests at the same time, on one thread: requests take turns
/// where one awaits something.
public typealias LambdaHTTPHandler =
    @Sendable (_ request: HTTPEvent, _ context: LambdaContext) async throws -> HTTPAnswer

/// Makes a handler of API Gateway's HTTP events (payload version 2.0), one at a time.
///
/// An error of `handler`, and an event of another kind, are the invocation's error, which API
/// Gateway answers with status 500.
public func httpAdapter(_ handler: @escaping LambdaHTTPHandler) -> LambdaFunction {
    LambdaFunction { event, context in
        let answer = try await handler(try HTTPEvent(event), context)
        return .bytes(try answer.checked().serialized())
    }
}
