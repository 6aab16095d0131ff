/// Where a streamed answer goes, part by part.
///
/// Parts reach the caller in the order of the calls, at once. A call returns when there is room for
/// another part, so that who awaits each one holds no more in memory than that. Any number of tasks
/// may write.
public struct LambdaStream: Sendable {
    private let output: @Sendable ([UInt8]) async throws -> Void

    /// A stream into whatever `output` does with each part; for tests.
    public init(_ output: @escaping @Sendable (_ part: [UInt8]) async throws -> Void) {
        self.output = output
    }

    /// Writes a part.
    ///
    /// - Throws: a ``LambdaError`` where the answer is over, as nobody takes it any more; what is
    ///   written from then on is lost.
    public func write(_ part: [UInt8]) async throws {
        guard !part.isEmpty else { return }
        try await output(part)
    }

    /// Writes a part that is text.
    public func write(_ part: String) async throws { try await write(Array(part.utf8)) }
}
