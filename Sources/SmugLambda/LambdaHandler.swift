/// A function: takes an event's bytes and returns the answer's, both JSON.
///
/// Lambda hands an environment one event at a time. A thrown error is reported to Lambda as the
/// invocation's error, with its type's name and its description; the process lives on.
public typealias LambdaHandler =
    @Sendable (_ event: [UInt8], _ context: LambdaContext) async throws -> [UInt8]
