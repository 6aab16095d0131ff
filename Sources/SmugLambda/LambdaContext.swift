internal import SmugHTTP
internal import Synchronization

/// What Lambda says of an invocation beside its event.
///
/// Values are read from the invocation's headers when they are asked for. The context of an item
/// of a batch has the item's own ids, and the rest from its invocation.
public struct LambdaContext: Sendable {
    let state: State

    /// The context of what the current task answers; `nil` outside of an invocation.
    ///
    /// Inside a batch it is the item's. Child tasks have it too, detached ones do not.
    @TaskLocal public static var current: LambdaContext?

    init(_ state: State) { self.state = state }

    /// A context for a handler's tests.
    ///
    /// A text that no header could carry, such as one with a line break, counts as absent.
    ///
    /// - Parameter now: the clock that ``remainingTime`` looks at.
    public init(
        requestID: String, invokedFunctionARN: String = "",
        deadline: ContinuousClock.Instant = .now.advanced(by: .seconds(900)),
        traceID: String? = nil, tenantID: String? = nil, functionName: String = "",
        functionVersion: String = "$LATEST", memoryMegabytes: Int = 128,
        clientContext: String? = nil, cognitoIdentity: String? = nil,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        let optional: [(String, String?)] = [
            ("lambda-runtime-trace-id", traceID), ("lambda-runtime-aws-tenant-id", tenantID),
            ("lambda-runtime-client-context", clientContext),
            ("lambda-runtime-cognito-identity", cognitoIdentity),
        ]
        let fields = HTTPFields(
            [
                ("lambda-runtime-aws-request-id", requestID),
                ("lambda-runtime-invoked-function-arn", invokedFunctionARN),
            ] + optional.compactMap { name, value in value.map { (name, $0) } })
        self.init(
            State(
                fields: fields,
                function: FunctionIdentity(
                    name: functionName, version: functionVersion, memoryMegabytes: memoryMegabytes),
                deadline: deadline, now: now, log: .standardError))
    }

    // MARK: - Time

    /// When Lambda ends the invocation with a timeout.
    public var deadline: ContinuousClock.Instant { state.deadline }

    /// How long the handler may still take; zero when the deadline has passed.
    public var remainingTime: Duration { max(.zero, state.now().duration(to: deadline)) }

    // MARK: - Ids

    /// The request's id: the invocation's, or that of the item of a batch.
    public var requestID: String { state.item?.requestID ?? invocationRequestID }

    /// The invocation's id, which all items of a batch share.
    public var invocationRequestID: String { state.fields["lambda-runtime-aws-request-id"] ?? "" }

    /// The ARN that the caller has used, with the version or alias that it named.
    public var invokedFunctionARN: String {
        state.fields["lambda-runtime-invoked-function-arn"] ?? ""
    }

    /// The X-Ray trace header, such as `Root=1-…;Parent=…;Sampled=1`.
    ///
    /// An item of a batch has its caller's, where that sent one.
    public var traceID: String? { state.item?.traceID ?? state.fields["lambda-runtime-trace-id"] }

    /// The tenant, for a function with tenant isolation.
    public var tenantID: String? { state.fields["lambda-runtime-aws-tenant-id"] }

    /// Tells this invocation apart from others of the same request; most environments have none.
    ///
    /// The runtime repeats it with the answer.
    public var invocationID: String? { state.fields["lambda-runtime-invocation-id"] }

    // MARK: - The function

    /// The function's name; empty outside of Lambda.
    public var functionName: String { state.function.name }

    /// The function's version, such as `$LATEST`.
    public var functionVersion: String { state.function.version }

    /// The function's memory in MB; zero where Lambda does not say.
    public var memoryMegabytes: Int { state.function.memoryMegabytes }

    /// The CloudWatch Logs group that standard error goes to.
    public var logGroupName: String { state.function.logGroup }

    /// The CloudWatch Logs stream of this environment.
    public var logStreamName: String { state.function.logStream }

    /// The function's log; its lines carry the ids of this context.
    public var log: LambdaLog { LambdaLog(state.log, of: self) }

    // MARK: - After the answer

    /// Has `work` done after the answer was handed in and before the next event is asked for.
    ///
    /// The caller does not wait for it, but Lambda bills it, and its time is what is left of the
    /// invocation's: at the ``deadline`` it is cancelled. Work is done in the order in which it
    /// was handed in, also after an answer that is an error. What it throws goes to the log.
    public func afterAnswer(_ work: @escaping @Sendable () async throws -> Void) {
        state.root.background.withLock { $0.append(work) }
    }
}

extension LambdaContext {
    /// What an item of a batch has of its own.
    struct Item: Sendable {
        let requestID: String
        let traceID: String?
    }

    /// One object, so that a context costs no copies of what it holds.
    final class State: Sendable {
        typealias Work = @Sendable () async throws -> Void

        let fields: HTTPFields
        let function: FunctionIdentity
        let deadline: ContinuousClock.Instant
        let now: @Sendable () -> ContinuousClock.Instant
        let log: LogSink
        let item: Item?
        /// The invocation's, for an item.
        private let invocation: State?
        let background = Mutex<[Work]>([])

        var root: State { invocation ?? self }

        init(
            fields: HTTPFields, function: FunctionIdentity, deadline: ContinuousClock.Instant,
            now: @escaping @Sendable () -> ContinuousClock.Instant, log: LogSink
        ) {
            self.fields = fields
            self.function = function
            self.deadline = deadline
            self.now = now
            self.log = log
            item = nil
            invocation = nil
        }

        init(_ item: Item, of invocation: State, deadline: ContinuousClock.Instant) {
            fields = invocation.fields
            function = invocation.function
            self.deadline = min(deadline, invocation.deadline)
            now = invocation.now
            log = invocation.log
            self.item = item
            self.invocation = invocation.root
        }
    }

    /// The context of one item of a batch.
    ///
    /// - Parameters:
    ///   - traceID: as the item's own caller has sent it; else the invocation's counts.
    ///   - deadline: where the item must be answered before the invocation's own deadline.
    package func item(
        requestID: String, traceID: String? = nil, deadline: ContinuousClock.Instant? = nil
    ) -> LambdaContext {
        LambdaContext(
            State(
                Item(requestID: requestID, traceID: traceID), of: state,
                deadline: deadline ?? state.deadline))
    }

    /// The invocation's trace header.
    var rawTraceID: ArraySlice<UInt8>? {
        state.fields.first("lambda-runtime-trace-id").map { state.fields.bytes[$0] }
    }

    /// Takes what is to be done after the answer; more may come while it is done.
    func takeBackgroundWork() -> [State.Work] {
        state.root.background.withLock { work in
            defer { work = [] }
            return work
        }
    }
}
