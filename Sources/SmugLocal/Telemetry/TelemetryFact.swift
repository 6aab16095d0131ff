internal import SmugLoop

/// Something that happens in an environment, of which its extensions may be told.
enum TelemetryFact: Hashable, Sendable {
    /// How a phase of the environment's life has ended.
    enum Status: String, Sendable {
        case success
        /// The runtime has reported an error.
        case error
        /// The process is gone.
        case failure
        case timeout
    }

    struct Ending: Hashable, Sendable {
        var status = Status.success
        /// Such as `Runtime.ExitError`.
        var errorType: String?
    }

    struct InvocationName: Hashable, Sendable {
        let requestID: [UInt8]
        let trace: [UInt8]
    }

    struct Metrics: Hashable, Sendable {
        let duration: Duration
        /// Of an environment's first invocation.
        let initDuration: Duration?
        let memoryMegabytes: Int
        let usedMegabytes: Int
    }

    case initStart(Function, instanceID: String)
    case initRuntimeDone(Ending)
    case initReport(Duration, Ending)
    case start(InvocationName)
    case runtimeDone(InvocationName, Ending, Duration, producedBytes: Int?)
    /// One sentence.
    case fault(String)
    case end(InvocationName)
    case report(InvocationName, Ending, Metrics)
    case extensionState(name: String, events: [String], state: String)
    case subscription(name: String, TelemetryAPI, [TelemetrySource])
    case logsDropped(records: Int, bytes: Int)
    case line(TelemetrySource, String)

    /// Who a function is to its environment.
    struct Function: Hashable, Sendable {
        let name: String
        let arn: String
        let memoryMegabytes: Int
    }

    var source: TelemetrySource {
        if case .line(let source, _) = self { source } else { .platform }
    }
}
