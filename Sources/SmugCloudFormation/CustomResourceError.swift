internal import SmugLoop

/// Why CloudFormation gets no answer, or one that the handler did not give.
struct CustomResourceError: Error, Hashable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    static let noLoop = CustomResourceError(
        "a custom resource answers inside a runtime only; test the handler by itself")

    /// What cannot be answered is not begun.
    static func noAddress(_ reason: String) -> CustomResourceError {
        CustomResourceError(
            """
            \(reason): there is no place to send an answer to.
            Behind the CDK's provider framework a plain LambdaFunction returns a \
            CloudFormationProviderResponse instead
            """)
    }

    static func late(after time: Duration) -> CustomResourceError {
        let tenths = time.tenths
        return CustomResourceError(
            """
            the function was not done after \(tenths / 10).\(tenths % 10) s, shortly before its time \
            was over. Raise the function's timeout
            """)
    }
}

extension Duration {
    fileprivate var tenths: Int64 {
        (self + .milliseconds(50)).wholeNanoseconds / 100_000_000
    }
}
