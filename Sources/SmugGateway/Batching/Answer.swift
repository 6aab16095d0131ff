import SmugLoop
import SmugProtocol

/// What a request gets in the end.
enum Answer: Sendable {
    case response(FunctionAnswer, BatchFacts)
    /// Status and fields, and the body as it comes.
    case stream(FunctionAnswer, AnswerStream, BatchFacts)
    case failure(GatewayFault, BatchFacts? = nil)
}

/// An answer's body on its way from the invocation to the client.
typealias AnswerStream = ByteChannel<StreamEnd>

/// How a body that came in parts ended.
enum StreamEnd: Hashable, Sendable {
    case whole
    /// The client has to see that it is not.
    case broken(GatewayFault)
}

/// What is told of the invocation that a request was part of.
struct BatchFacts: Hashable, Sendable {
    /// Requests in the invocation.
    let size: Int
    /// From the request's arrival to the invocation, at the batch's first request.
    let waitedNanoseconds: Int64
    /// From the invocation's start to its answer.
    let invokedNanoseconds: Int64
    /// Earlier invocations that failed and were tried again.
    var retries = 0
}
