import SmugAWS

/// Runs a function with a payload: Lambda, or what stands in for it in a test.
protocol FunctionInvoker: Sendable {
    /// The function's answer, whatever it holds.
    ///
    /// - Throws: also where the function itself failed.
    func invoke(_ invocation: LambdaInvocation, timeout: Duration) async throws(LambdaError)
        -> [UInt8]

    /// Has `receive` take what the function writes, as it comes and cut anywhere.
    ///
    /// - Throws: also where the function itself failed, and where its answer is not whole.
    func stream(
        _ invocation: LambdaInvocation, timeout: Duration, idleTimeout: Duration,
        _ receive: (ArraySlice<UInt8>) async -> Void
    ) async throws(LambdaError)

    /// Ends the calls under way; from any thread.
    func close()
}

extension LambdaClient: FunctionInvoker {
    func invoke(_ invocation: LambdaInvocation, timeout: Duration) async throws(LambdaError)
        -> [UInt8]
    {
        let answer: Answer = try await invoke(invocation, timeout: timeout)
        return answer.payload
    }
}
