/// A Lambda function: takes an event and gives an answer.
///
/// ```swift
/// import SmugLambda
///
/// @main struct Hello {
///     static func main() {
///         LambdaFunction { event, context in
///             context.log.info("greeting")
///             return Array("{\"hello\":\"world\"}".utf8)
///         }.run()
///     }
/// }
/// ```
///
/// An error that a handler throws is reported to Lambda as the invocation's error, and the process
/// lives on; ``LambdaDiagnosticError`` says how it is told. For a handler with state of its own,
/// see ``LambdaHandler``; for resources that live as long as the function,
/// ``LambdaRuntime/run(_:)-(_)``.
public struct LambdaFunction: Sendable {
    /// The event's bytes in, the answer out: what every other form of handler becomes.
    public typealias Body =
        @Sendable (_ event: [UInt8], _ context: LambdaContext) async throws -> LambdaAnswer

    private let body: Body

    /// A function that takes the event's bytes and answers in any way.
    public init(_ body: @escaping Body) { self.body = body }

    /// A function from bytes to bytes; Lambda wants both to be JSON.
    public init(
        _ body:
            @escaping @Sendable (_ event: [UInt8], _ context: LambdaContext) async throws ->
            [UInt8]
    ) {
        self.init { .bytes(try await body($0, $1)) }
    }

    /// A function whose answer is `null`.
    public init(
        _ body:
            @escaping @Sendable (_ event: [UInt8], _ context: LambdaContext) async throws ->
            Void
    ) {
        self.init { event, context in
            try await body(event, context)
            return .null
        }
    }

    /// Handles an event; for tests, and for who builds functions from functions.
    public func answer(to event: [UInt8], _ context: LambdaContext) async throws -> LambdaAnswer {
        try await body(event, context)
    }

    /// Serves Lambda's events until the process is told to end.
    public func run() -> Never { LambdaRuntime.run(self) }
}
