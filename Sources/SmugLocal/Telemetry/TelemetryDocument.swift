internal import SmugHTTP
internal import SmugJSON
internal import SmugLoop

/// Facts as Lambda's APIs write them.
///
/// The versions of the Telemetry API's schema differ in fields that were added: all are sent the
/// newest's. What the schema leaves open, such as spans and the runtime's version, is left out.
enum TelemetryDocument {
    /// The record of a fact; `nil` where the API, or the version of its schema, does not tell of it.
    ///
    /// - Parameter milliseconds: when it happened, since 1970.
    static func record(
        _ fact: TelemetryFact, at milliseconds: Int64, _ api: TelemetryAPI, schema: String
    ) -> [UInt8]? {
        guard let type = type(of: fact, api, schema) else { return nil }
        var writer = JSONWriter(capacity: 256)
        writer.beginObject()
        writer.key("time")
        writer.string(utf8: CivilTime.rfc3339(epochMilliseconds: milliseconds))
        writer.key("type")
        writer.string(type)
        writer.key("record")
        switch fact {
        case .line(_, let text), .fault(let text): writer.string(text)
        default:
            writer.beginObject()
            write(fact, isTelemetry: api == .telemetry, to: &writer)
            writer.endObject()
        }
        writer.endObject()
        return writer.bytes
    }

    private static func type(
        of fact: TelemetryFact, _ api: TelemetryAPI, _ schema: String
    ) -> String? {
        let isTelemetry = api == .telemetry
        return switch fact {
        case .initStart: isTelemetry ? "platform.initStart" : nil
        case .initRuntimeDone: isTelemetry ? "platform.initRuntimeDone" : nil
        case .initReport: isTelemetry ? "platform.initReport" : nil
        case .start: "platform.start"
        case .runtimeDone: schema == "2020-08-15" ? nil : "platform.runtimeDone"
        case .fault: isTelemetry ? nil : "platform.fault"
        case .end: isTelemetry ? nil : "platform.end"
        case .report: "platform.report"
        case .extensionState: "platform.extension"
        case .subscription(_, let other, _):
            other == .telemetry ? "platform.telemetrySubscription" : "platform.logsSubscription"
        case .logsDropped: "platform.logsDropped"
        case .line(let source, _): source.rawValue
        }
    }

    private static func write(
        _ fact: TelemetryFact, isTelemetry: Bool, to writer: inout JSONWriter
    ) {
        switch fact {
        case .line, .fault: break
        case .initStart(let function, let instance):
            writePhase(to: &writer)
            writer.text("functionName", function.name)
            writer.text("functionArn", function.arn)
            writer.text("functionVersion", "$LATEST")
            writer.text("instanceId", instance)
            writer.number("instanceMaxMemory", function.memoryMegabytes * 1_048_576)
        case .initRuntimeDone(let ending):
            writePhase(to: &writer)
            writer.ending(ending)
        case .initReport(let duration, let ending):
            writePhase(to: &writer)
            writer.ending(ending)
            writer.metrics { $0.milliseconds("durationMs", duration) }
        case .start(let invocation):
            writer.name(invocation, isTraced: isTelemetry)
            writer.text("version", "$LATEST")
        case .runtimeDone(let invocation, let ending, let duration, let bytes):
            writer.name(invocation, isTraced: isTelemetry)
            guard isTelemetry else {
                // It knows three endings: an error is the runtime's failure.
                let status = ending.status == .error ? .failure : ending.status
                return writer.text("status", status.rawValue)
            }
            writer.ending(ending)
            writer.metrics {
                $0.milliseconds("durationMs", duration)
                if let bytes { $0.number("producedBytes", bytes) }
            }
        case .end(let invocation): writer.name(invocation, isTraced: false)
        case .report(let invocation, let ending, let metrics):
            writer.name(invocation, isTraced: isTelemetry)
            if isTelemetry { writer.ending(ending) }
            writer.metrics { $0.report(metrics) }
        case .extensionState(let name, let events, let state):
            writer.text("name", name)
            writer.text("state", state)
            writer.texts("events", events)
        case .subscription(let name, _, let sources):
            writer.text("name", name)
            writer.text("state", "Subscribed")
            writer.texts("types", sources.map(\.rawValue))
        case .logsDropped(let records, let bytes):
            writer.text(
                "reason",
                "Consumer seems to have fallen behind as it has not acknowledged receipt of logs.")
            writer.number("droppedRecords", records)
            writer.number("droppedBytes", bytes)
        }
    }

    private static func writePhase(to writer: inout JSONWriter) {
        writer.text("initializationType", "on-demand")
        writer.text("phase", "init")
    }
}

extension JSONWriter {
    fileprivate mutating func text(_ name: StaticString, _ value: String) {
        key(name)
        string(value)
    }

    fileprivate mutating func texts(_ name: StaticString, _ values: [String]) {
        key(name)
        beginArray()
        for value in values { string(value) }
        endArray()
    }

    fileprivate mutating func number(_ name: StaticString, _ value: Int) {
        key(name)
        integer(value)
    }

    fileprivate mutating func milliseconds(_ name: StaticString, _ value: Duration) {
        key(name)
        raw(Array(Decimals.milliseconds(value).utf8))
    }

    fileprivate mutating func metrics(_ body: (inout JSONWriter) -> Void) {
        key("metrics")
        beginObject()
        body(&self)
        endObject()
    }

    fileprivate mutating func report(_ metrics: TelemetryFact.Metrics) {
        milliseconds("durationMs", metrics.duration)
        number(
            "billedDurationMs", Int(clamping: metrics.duration.wholeMilliseconds(roundingUp: true)))
        number("memorySizeMB", metrics.memoryMegabytes)
        number("maxMemoryUsedMB", metrics.usedMegabytes)
        if let initDuration = metrics.initDuration { milliseconds("initDurationMs", initDuration) }
    }

    fileprivate mutating func ending(_ ending: TelemetryFact.Ending) {
        text("status", ending.status.rawValue)
        if let type = ending.errorType { text("errorType", type) }
    }

    fileprivate mutating func name(_ invocation: TelemetryFact.InvocationName, isTraced: Bool) {
        key("requestId")
        string(utf8: invocation.requestID)
        guard isTraced else { return }
        key("tracing")
        beginObject()
        text("type", "X-Amzn-Trace-Id")
        key("value")
        string(utf8: invocation.trace)
        endObject()
    }
}
