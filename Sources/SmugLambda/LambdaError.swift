/// What this library itself throws, with a sentence for the person who reads the log.
public struct LambdaError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong.
    public let description: String

    init(_ description: String) { self.description = description }
}
