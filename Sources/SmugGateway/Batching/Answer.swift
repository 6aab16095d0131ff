import SmugProtocol

/// What a request gets in the end.
enum Answer: Sendable {
    case response(FunctionAnswer, BatchFacts)
    case failure(GatewayFault, BatchFacts? = nil)
}

/// What is told of the invocation that a request was part of.
struct BatchFacts: Hashable, Sendable {
    /// Requests in the invocation.
    let size: Int
    /// From the request's arrival to the invocation, at the batch's first request.
    let waitedNanoseconds: Int64
    /// From the invocation's start to its answer.
    let invokedNanoseconds: Int64
}
