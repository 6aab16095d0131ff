import SmugAWS

/// Runs a function with a payload: Lambda, or what stands in for it in a test.
protocol FunctionInvoker: Sendable {
    /// The function's answer, whatever it holds.
    ///
    /// - Throws: also where the function itself failed.
    func invoke(_ function: FunctionIdentifier, payload: [UInt8], timeout: Duration)
        async throws(LambdaError) -> [UInt8]

    /// Ends the calls under way; from any thread.
    func close()
}

extension LambdaClient: FunctionInvoker {
    func invoke(_ function: FunctionIdentifier, payload: [UInt8], timeout: Duration)
        async throws(LambdaError) -> [UInt8]
    {
        try await invoke(LambdaInvocation(function, payload: payload), timeout: timeout).payload
    }
}
