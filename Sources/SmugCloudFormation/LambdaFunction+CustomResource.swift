public import SmugEvents
public import SmugLambda
internal import SmugLoop

extension LambdaFunction {
    /// A function behind a custom resource of CloudFormation.
    ///
    /// ```swift
    /// LambdaFunction(customResource: { (request: CloudFormationRequest<Bucket>, context) in
    ///     request.success(physicalResourceId: try await make(request))
    /// }).run()
    /// ```
    ///
    /// CloudFormation gets an answer whatever happens, since a stack waits an hour for one that does
    /// not come: where the handler throws, where the properties do not decode, and shortly before the
    /// function's own time is over, when the handler is cancelled. Where the answer cannot be sent,
    /// the invocation fails, and Lambda may call the function again with the same request.
    ///
    /// Of a deletion, and of the old properties of an update, what does not decode is `nil`: it comes
    /// from a template that was never served, or is no more.
    ///
    /// A handler that blocks its thread holds the answer up too: use ``LambdaRuntime/sleep(for:)``.
    public init<Properties: Codable & Equatable & Sendable & SendableMetatype>(
        customResource handle:
            @escaping @Sendable (
                _ request: CloudFormationRequest<Properties>, _ context: LambdaContext
            ) async throws -> CloudFormationResponse
    ) {
        let machine = MachineAccess.ofThisMachine(environment: ProcessEnvironment.variables())
        self.init { (event: [UInt8], context: LambdaContext) async throws -> LambdaAnswer in
            guard let loop = EventLoop.current else { throw CustomResourceError.noLoop }
            try await CustomResource(handle, on: loop, over: machine).answer(event, context)
            return .null
        }
    }
}
