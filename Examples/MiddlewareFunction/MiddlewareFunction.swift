import SmugLambda

/// Refuses what is too long, and counts what it has answered.
@main struct MiddlewareFunction {
    static func main() {
        LambdaFunction { event, _ in event }.with(timed, limited(to: 64)).run()
    }

    /// Logs how long each event took.
    static let timed: LambdaMiddleware = { event, context, next in
        let start = ContinuousClock.now
        defer { context.log.info("done", ["took": "\(start.duration(to: .now))"]) }
        return try await next.answer(to: event, context)
    }

    /// Lets no longer event through.
    static func limited(to count: Int) -> LambdaMiddleware {
        { event, context, next in
            guard event.count <= count else { throw TooLong(count: event.count) }
            return try await next.answer(to: event, context)
        }
    }

    /// Callers can tell it apart by its type.
    struct TooLong: LambdaDiagnosticError {
        let count: Int

        var errorType: String { "Example.TooLong" }
        var errorMessage: String { "the event has \(count) bytes, and may have 64" }
    }
}
