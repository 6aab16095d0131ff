/// A function as a type: for handlers with state of their own.
///
/// ```swift
/// @main struct Greeter: LambdaHandler {
///     let greeting: String
///
///     init() async throws { greeting = try await loadGreeting() }
///
///     func handle(_ event: [UInt8], _ context: LambdaContext) async throws -> LambdaAnswer {
///         .bytes(Array("\"\(greeting)\"".utf8))
///     }
/// }
/// ```
///
/// `init` runs once, before the first event; an error that it throws is reported to Lambda as the
/// function's initialization error. A type that has something to close also conforms to
/// ``ClosingLambdaHandler``. For middleware, or several functions of one type, make a
/// ``LambdaFunction`` of an instance's `handle`.
public protocol LambdaHandler: Sendable {
    /// What `handle` takes: bytes (`[UInt8]`), or anything `Decodable`.
    associatedtype Event
    /// What `handle` returns: bytes, anything `Encodable`, a ``LambdaAnswer``, or nothing.
    associatedtype Output

    /// Opens what the handler needs.
    init() async throws

    /// Answers one event.
    func handle(_ event: Event, _ context: LambdaContext) async throws -> Output

    /// The function that the handler is; there already for the types that `Event` and `Output` may
    /// be.
    var function: LambdaFunction { get }
}

/// A handler that closes what it has opened when the process is told to end.
public protocol ClosingLambdaHandler: LambdaHandler {
    /// Runs after the last event was answered, and has 400 ms.
    func close() async throws
}

extension LambdaHandler {
    /// The program: serves Lambda's events until the process is told to end.
    public static func main() {
        let isClosing = Self.self is any ClosingLambdaHandler.Type
        FunctionMain.run(wantsShutdown: isClosing) { runtime in
            let handler = try await Self()
            try await runtime.serve(handler.function)
            if let handler = handler as? any ClosingLambdaHandler { try await handler.close() }
        }
    }
}

extension LambdaHandler where Event == [UInt8], Output == [UInt8] {
    /// From bytes to bytes.
    public var function: LambdaFunction { LambdaFunction { try await handle($0, $1) as [UInt8] } }
}

extension LambdaHandler where Event == [UInt8], Output == LambdaAnswer {
    /// From bytes to an answer.
    public var function: LambdaFunction {
        LambdaFunction { try await handle($0, $1) as LambdaAnswer }
    }
}

extension LambdaHandler where Event == [UInt8], Output == Void {
    /// From bytes to nothing.
    public var function: LambdaFunction { LambdaFunction { try await handle($0, $1) as Void } }
}
