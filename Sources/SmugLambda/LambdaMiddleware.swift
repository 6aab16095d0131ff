/// Something that stands around a function: it sees each event before and each answer after it.
///
/// ```swift
/// let timed: LambdaMiddleware = { event, context, next in
///     let start = ContinuousClock.now
///     defer { context.log.info("done", ["took": "\(start.duration(to: .now))"]) }
///     return try await next.answer(to: event, context)
/// }
/// LambdaFunction { … }.with(timed).run()
/// ```
///
/// It may change either, answer by itself, ask more than once, or throw.
public typealias LambdaMiddleware =
    @Sendable (_ event: [UInt8], _ context: LambdaContext, _ next: LambdaFunction) async throws ->
    LambdaAnswer

extension LambdaFunction {
    /// The function with middleware around it; the first is the outermost.
    public func with(_ middleware: LambdaMiddleware...) -> LambdaFunction {
        middleware.reversed().reduce(self) { next, middleware in
            LambdaFunction { event, context in try await middleware(event, context, next) }
        }
    }
}
