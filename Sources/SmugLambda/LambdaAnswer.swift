internal import SmugHTTP
internal import SmugJSON

/// What a function answers an event with: bytes, or a stream of them.
///
/// ```swift
/// LambdaFunction { event, context in
///     .stream(contentType: "text/plain") { stream in
///         for count in 1...10 {
///             try await stream.write("\(count)\n")
///             try await LambdaRuntime.sleep(for: .seconds(1))
///         }
///     }
/// }.run()
/// ```
public struct LambdaAnswer: Sendable {
    /// Writes a streamed answer; the answer ends when it returns.
    ///
    /// What it throws before the first part is the invocation's error. After that the caller has
    /// the parts already: the answer is broken off, and the error is told behind them.
    public typealias StreamBody = @Sendable (_ stream: LambdaStream) async throws -> Void

    enum Content: Sendable {
        case bytes([UInt8])
        case stream(StreamBody)
    }

    let content: Content

    /// What kind of bytes they are; what no header can carry is sent as `application/octet-stream`.
    public let contentType: String

    /// An answer that is ready; Lambda takes 6 MB.
    public static func bytes(_ bytes: [UInt8], contentType: String = "application/json")
        -> LambdaAnswer
    {
        LambdaAnswer(content: .bytes(bytes), contentType: contentType)
    }

    /// JSON's `null`: the answer of who has nothing to say.
    public static var null: LambdaAnswer { .bytes(Array("null".utf8)) }

    /// An answer that reaches its caller as it is written, where the caller asks for a stream;
    /// others get the whole.
    public static func stream(
        contentType: String = "application/octet-stream", _ body: @escaping StreamBody
    ) -> LambdaAnswer {
        LambdaAnswer(content: .stream(body), contentType: contentType)
    }

    /// A streamed HTTP response, for function URLs and API Gateway in streaming mode.
    ///
    /// - Parameter head: status, header fields and cookies; a body in it comes first.
    /// - Throws: a ``LambdaError`` where the head says what no HTTP response can say.
    public static func stream(_ head: HTTPAnswer, _ body: @escaping StreamBody) throws
        -> LambdaAnswer
    {
        let checked = try head.checked()
        let opening = checked.prelude() + checked.body
        return .stream(contentType: "application/vnd.awslambda.http-integration-response") {
            // Also without a body: status and fields are an answer.
            try await $0.write(opening)
            try await body($0)
        }
    }

    /// The answer's bytes; `nil` for a stream.
    public var bytes: [UInt8]? {
        if case .bytes(let bytes) = content { bytes } else { nil }
    }

    /// The answer's bytes, a stream's too: its body runs, and all of it is kept in memory.
    public func collect() async throws -> [UInt8] {
        switch content {
        case .bytes(let bytes):
            return bytes
        case .stream(let body):
            let parts = CollectedParts()
            try await body(LambdaStream { parts.append($0) })
            return parts.bytes
        }
    }
}
