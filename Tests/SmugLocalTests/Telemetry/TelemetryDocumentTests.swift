import SmugJSON
import SmugLoop
import Testing

@testable import SmugLocal

@Suite struct TelemetryDocumentTests {
    private static let name = TelemetryFact.InvocationName(
        requestID: Array("r-1".utf8), trace: Array("Root=1".utf8))

    struct Row: CustomTestStringConvertible, Sendable {
        let fact: TelemetryFact
        /// Type and record of the Telemetry API; then of the Logs API's newer schema.
        let telemetry: String
        let logs: String
        var testDescription: String { telemetry.isEmpty ? logs : telemetry }
    }

    private static let tracing = #""tracing":{"type":"X-Amzn-Trace-Id","value":"Root=1"}"#
    private static let metrics =
        #""metrics":{"durationMs":1.25,"billedDurationMs":2,"memorySizeMB":128,"#
        + #""maxMemoryUsedMB":7,"initDurationMs":40.00}"#

    private static let rows = [
        Row(
            fact: .initStart(
                .init(name: "f", arn: "arn:f", memoryMegabytes: 128), instanceID: "ab"),
            telemetry: #"platform.initStart {"initializationType":"on-demand","phase":"init","#
                + #""functionName":"f","functionArn":"arn:f","functionVersion":"$LATEST","#
                + #""instanceId":"ab","instanceMaxMemory":134217728}"#, logs: ""),
        Row(
            fact: .initRuntimeDone(.init(status: .error, errorType: "E")),
            telemetry: #"platform.initRuntimeDone {"initializationType":"on-demand","#
                + #""phase":"init","status":"error","errorType":"E"}"#, logs: ""),
        Row(
            fact: .initReport(.microseconds(1_250), .init()),
            telemetry: #"platform.initReport {"initializationType":"on-demand","phase":"init","#
                + #""status":"success","metrics":{"durationMs":1.25}}"#, logs: ""),
        Row(
            fact: .start(name),
            telemetry: #"platform.start {"requestId":"r-1",\#(tracing),"version":"$LATEST"}"#,
            logs: #"platform.start {"requestId":"r-1","version":"$LATEST"}"#),
        Row(
            fact: .runtimeDone(
                name, .init(status: .error, errorType: "E"), .milliseconds(3), producedBytes: 5),
            telemetry: #"platform.runtimeDone {"requestId":"r-1",\#(tracing),"status":"error","#
                + #""errorType":"E","metrics":{"durationMs":3.00,"producedBytes":5}}"#,
            logs: #"platform.runtimeDone {"requestId":"r-1","status":"failure"}"#),
        Row(
            fact: .fault("RequestId: r-1 gone"), telemetry: "",
            logs: #"platform.fault "RequestId: r-1 gone""#),
        Row(fact: .end(name), telemetry: "", logs: #"platform.end {"requestId":"r-1"}"#),
        Row(
            fact: .report(
                name, .init(status: .timeout),
                .init(
                    duration: .microseconds(1_250), initDuration: .milliseconds(40),
                    memoryMegabytes: 128, usedMegabytes: 7)),
            telemetry:
                #"platform.report {"requestId":"r-1",\#(tracing),"status":"timeout",\#(metrics)}"#,
            logs: #"platform.report {"requestId":"r-1",\#(metrics)}"#),
        Row(
            fact: .extensionState(name: "w", events: ["INVOKE"], state: "Ready"),
            telemetry: #"platform.extension {"name":"w","state":"Ready","events":["INVOKE"]}"#,
            logs: #"platform.extension {"name":"w","state":"Ready","events":["INVOKE"]}"#),
        Row(
            fact: .subscription(name: "w", .logs, [.platform]),
            telemetry:
                #"platform.logsSubscription {"name":"w","state":"Subscribed","types":["platform"]}"#,
            logs:
                #"platform.logsSubscription {"name":"w","state":"Subscribed","types":["platform"]}"#
        ),
        Row(
            fact: .line(.function, "a\t\"b\""), telemetry: #"function "a\t\"b\"""#,
            logs: #"function "a\t\"b\"""#),
        Row(fact: .line(.extension, "x"), telemetry: #"extension "x""#, logs: #"extension "x""#),
    ]

    private func text(
        _ fact: TelemetryFact, _ api: TelemetryAPI, _ schema: String
    ) throws -> String {
        guard
            let bytes = TelemetryDocument.record(
                fact, at: 1_767_323_045_007, api, schema: schema)
        else { return "" }
        let value = try JSONValue(parsing: bytes)
        #expect(value["time"] == "2026-01-02T03:04:05.007Z")
        let whole = String(decoding: bytes, as: UTF8.self)
        let record = whole.split(separator: #","record":"#, maxSplits: 1)[1].dropLast()
        return "\(value["type"]?.string ?? "") \(record)"
    }

    @Test(arguments: rows) func `each API has its words for what happens`(_ row: Row) throws {
        for schema in TelemetryAPI.telemetry.schemas {
            #expect(try text(row.fact, .telemetry, schema) == row.telemetry)
        }
        #expect(try text(row.fact, .logs, "2021-03-18") == row.logs)
        let isNewer = row.logs.hasPrefix("platform.runtimeDone")
        #expect(try text(row.fact, .logs, "2020-08-15") == (isNewer ? "" : row.logs))
    }

    @Test func `what was dropped is told with its number`() throws {
        let text = try text(.logsDropped(records: 3, bytes: 40), .telemetry, "2022-07-01")
        #expect(text.hasPrefix("platform.logsDropped {"))
        #expect(text.hasSuffix(#""droppedRecords":3,"droppedBytes":40}"#))
    }
}
