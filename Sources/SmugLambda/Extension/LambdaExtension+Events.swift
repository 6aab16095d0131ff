internal import SmugJSON
internal import SmugLoop

extension LambdaExtension {
    /// What Lambda says when an extension registers.
    public struct Registration: Hashable, Sendable {
        /// The function's name.
        public var functionName = ""
        /// The function's version.
        public var functionVersion = ""
        /// The function's handler, as it is configured.
        public var handlerName = ""
        /// The account that the function is in; `nil` where Lambda does not say.
        public var accountID: String?
    }

    /// The beginning of an invocation.
    public struct Invocation: Hashable, Sendable {
        /// The invocation's id.
        public var requestID: String
        /// The ARN that the caller has used.
        public var invokedFunctionARN: String
        /// The X-Ray trace header; `nil` without one.
        public var traceID: String?
        /// When Lambda ends the invocation with a timeout.
        public var deadline: ContinuousClock.Instant
    }

    /// The end of the environment.
    public struct Shutdown: Hashable, Sendable {
        /// Why it ends: `spindown`, `timeout`, `failure`, or what Lambda may say in times to come.
        public var reason: String
        /// When Lambda kills the extension.
        public var deadline: ContinuousClock.Instant
    }

    /// What Lambda answers when an extension asks for the next event.
    enum Event: Hashable, Sendable {
        case invoke(Invocation)
        case shutdown(Shutdown)
        /// One that this library does not know.
        case other(String)

        /// - Parameters:
        ///   - wallClock: milliseconds since 1970, at the same time as `now`.
        init(_ bytes: [UInt8], wallClock: Int64, now: ContinuousClock.Instant) throws {
            let document = try JSONValue(parsing: bytes)
            let deadline = now.advanced(
                by: InvocationDeadline.remaining(
                    document["deadlineMs"]?.int.map(Int64.init), at: wallClock))
            switch document["eventType"]?.string {
            case "INVOKE":
                self = .invoke(
                    Invocation(
                        requestID: document["requestId"]?.string ?? "",
                        invokedFunctionARN: document["invokedFunctionArn"]?.string ?? "",
                        traceID: document["tracing"]?["value"]?.string, deadline: deadline))
            case "SHUTDOWN":
                let reason = document["shutdownReason"]?.string ?? ""
                self = .shutdown(Shutdown(reason: reason, deadline: deadline))
            case let type:
                self = .other(type ?? "")
            }
        }
    }
}
