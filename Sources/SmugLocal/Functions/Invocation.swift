internal import SmugLoop

/// One invocation of a function, from the request to its outcome.
///
/// The caller's loop makes it, the function's loop has it from then on.
final class Invocation: @unchecked Sendable {
    /// What is known when the request has come in.
    struct Request: Sendable {
        var requestID: [UInt8]
        var payload: [UInt8]
        /// As the function sees it, with the qualifier that the caller gave.
        var functionARN: [UInt8]
        var trace: [UInt8]
        /// JSON in one line.
        var clientContext: [UInt8]? = nil
        var tenantID: [UInt8]? = nil
        var wantsLogTail = false
    }

    let request: Request
    /// Where its answer goes as it comes, for a caller who wants it so.
    let parts: InvocationParts?
    private var completion: ((InvocationOutcome) -> Void)?
    /// When it reached a process.
    var delivery: MonotonicTime?
    /// Of the process, where this is its first invocation.
    var initDuration: Duration?
    /// Kept only where somebody asks for it.
    var log: LogTail?

    /// - Parameter completion: called once, on the function's loop.
    init(
        _ request: Request, parts: InvocationParts? = nil,
        completion: @escaping (InvocationOutcome) -> Void
    ) {
        self.request = request
        self.parts = parts
        self.completion = completion
        if request.wantsLogTail { log = LogTail() }
    }

    /// Tells the outcome; only the first is told.
    func complete(_ outcome: InvocationOutcome) {
        let completion = completion
        self.completion = nil
        completion?(outcome)
    }
}

/// A function's answer on its way to a caller who takes it as it comes.
typealias InvocationParts = ByteChannel<InvocationOutcome>

/// How an invocation went.
enum InvocationOutcome: Hashable, Sendable {
    /// What the function returned, without the parts that are on their way already, and the end of its log where that was asked for.
    case returned([UInt8], log: [UInt8]?)
    /// The document of an error: the function's own, or one about how it ended.
    case failed([UInt8], log: [UInt8]?)
    /// All environments are busy.
    case throttled
    /// The local Lambda ends.
    case stopped
}
