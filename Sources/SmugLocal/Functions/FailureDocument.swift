internal import SmugHTTP
internal import SmugJSON
internal import SmugLoop

/// What a caller is told of a function that did not answer for itself, in Lambda's own words.
enum FailureDocument {
    /// The process ended in the middle of an invocation, or before its first.
    static func ended(_ exit: ChildProcess.Exit, requestID: [UInt8]) -> [UInt8] {
        let reason =
            switch exit {
            case .status(0): "Runtime exited without providing a reason"
            case .status(let status): "Runtime exited with error: exit status \(status)"
            case .signal(let signal): "Runtime exited with error: signal: \(name(signal))"
            }
        return document(
            type: "Runtime.ExitError", "RequestId: \(text(requestID)) Error: \(reason)")
    }

    /// An extension's process ended before the environment did.
    static func extensionEnded(_ name: String, _ exit: ChildProcess.Exit) -> [UInt8] {
        let reason =
            switch exit {
            case .status(let status): "exit status \(status)"
            case .signal(let signal): "signal: \(self.name(signal))"
            }
        return document(type: "Extension.Crash", "The extension \(name) has ended: \(reason)")
    }

    /// An extension could not be started.
    static func notStarted(_ name: String, _ error: LoopError) -> [UInt8] {
        document(type: "Extension.LaunchError", "The extension \(name) cannot be started: \(error)")
    }

    /// The process could not be started.
    static func notStarted(_ error: LoopError, requestID: [UInt8]) -> [UInt8] {
        document(
            type: "Runtime.InvalidEntrypoint", "RequestId: \(text(requestID)) Error: \(error)")
    }

    /// - Parameter epochMilliseconds: when it happened.
    static func timedOut(after timeout: Duration, requestID: [UInt8], at epochMilliseconds: Int64)
        -> [UInt8]
    {
        let time = CivilTime.rfc3339(epochMilliseconds: epochMilliseconds)
        var writer = JSONWriter(capacity: 160)
        writer.beginObject()
        writer.key("errorMessage")
        writer.string(
            "\(text(time)) \(text(requestID)) Task timed out after"
                + " \(Decimals.seconds(timeout)) seconds")
        writer.key("errorType")
        writer.string("Sandbox.Timedout")
        writer.endObject()
        return writer.bytes
    }

    /// The function's answer is larger than an answer may be.
    static func tooLarge(limit: Int) -> [UInt8] {
        document(
            type: "Function.ResponseSizeTooLarge",
            "Response payload size exceeded maximum allowed payload size (\(limit) bytes).")
    }

    /// The runtime reports an error and does not say which.
    ///
    /// - Parameter type: `Lambda-Runtime-Function-Error-Type`.
    static func unnamed(type: String?, requestID: [UInt8]) -> [UInt8] {
        document(
            type: type ?? "Runtime.Unknown",
            "RequestId: \(text(requestID)) Error: the runtime gave no reason")
    }

    private static func document(type: String, _ message: String) -> [UInt8] {
        var writer = JSONWriter(capacity: 160)
        writer.beginObject()
        writer.key("errorType")
        writer.string(type)
        writer.key("errorMessage")
        writer.string(message)
        writer.endObject()
        return writer.bytes
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func name(_ signal: Int) -> String {
        names[signal] ?? "signal \(signal)"
    }

    /// As Lambda's own program, which is written in Go, names them.
    private static let names = [
        1: "hangup", 2: "interrupt", 3: "quit", 4: "illegal instruction",
        5: "trace/breakpoint trap", 6: "aborted", 7: "bus error", 8: "floating point exception",
        9: "killed", 10: "user defined signal 1", 11: "segmentation fault",
        12: "user defined signal 2", 13: "broken pipe", 14: "alarm clock", 15: "terminated",
    ]
}
