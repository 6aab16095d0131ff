import SmugAWS
import SmugLoop

/// Runs a function with a payload: Lambda, or what stands in for it in a test.
protocol FunctionInvoker: Sendable {
    /// Has a function answer, whatever its answer holds; called on `loop`, where `receiver` is told
    /// once, later.
    ///
    /// - Returns: what ends the call at once, from any thread.
    func begin(
        _ invocation: consuming LambdaInvocation, until deadline: MonotonicTime,
        on loop: EventLoop, to receiver: any LambdaCallReceiver
    ) -> any Cancellable

    /// Has `receive` take what the function writes, as it comes and cut anywhere.
    ///
    /// The payload is kept no longer than until the function answers. A cancellation ends it at
    /// once; `dropped` then follows what it has left running.
    ///
    /// - Throws: also where the function itself failed, and where its answer is not whole.
    func stream(
        _ invocation: consuming LambdaInvocation, timeout: Duration, idleTimeout: Duration,
        dropped: DroppedAnswer, _ receive: (ArraySlice<UInt8>) async -> Void
    ) async throws(LambdaError)

    /// Ends the calls under way; from any thread.
    func close()
}

extension LambdaClient: FunctionInvoker {}
