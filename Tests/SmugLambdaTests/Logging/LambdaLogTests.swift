import SmugJSON
import Testing

@testable import SmugLambda

@Suite struct LambdaLogTests {
    /// 2026-01-02T03:04:05.678Z.
    private static let time: Int64 = 1_767_323_045_678

    private func lines(
        _ format: LogSink.Format, _ level: LambdaLog.Level = .info, item: Bool = false,
        _ body: (LambdaLog) -> Void
    ) -> [String] {
        let lines = Lines()
        let sink = LogSink(format: format, level: level, now: { Self.time }) {
            lines.add(String(decoding: $0, as: UTF8.self))
        }
        var context = LambdaContext(
            LambdaContext.State(
                fields: LambdaContext(requestID: "inv", traceID: "Root=1", tenantID: "t").state
                    .fields,
                function: FunctionIdentity(name: "", version: "", memoryMegabytes: 0),
                deadline: .now, now: { .now }, log: sink))
        if item { context = context.item(requestID: "r-1") }
        body(context.log)
        return lines.all
    }

    @Test func `a text line has time, id, level, message and fields`() {
        let lines = lines(.text) {
            $0.info("stored\nit", ["order": "o-1", "items": 3, "ok": true, "took": 1.5])
        }
        let expected =
            "2026-01-02T03:04:05.678Z\tinv\tINFO\tstored\rit order=o-1 items=3 ok=true took=1.5\n"
        #expect(lines == [expected])
    }

    @Test func `a JSON line is an object with ids and fields`() throws {
        let line = try #require(
            lines(.json, item: true) {
                $0.warn("control \u{1}\n", ["order": "\u{2}", "level": "x", "not": .double(.nan)])
            }.first)
        let document = try JSONValue(parsing: Array(line.utf8))
        #expect(
            document == [
                "timestamp": "2026-01-02T03:04:05.678Z", "level": "WARN",
                "message": "control \u{1}\n", "requestId": "r-1", "invocationRequestId": "inv",
                "traceId": "Root=1", "tenantId": "t", "order": "\u{2}", "level_": "x", "not": nil,
            ])
        #expect(line.hasSuffix("\n") && line.utf8.count { $0 == UInt8(ascii: "\n") } == 1)
    }

    @Test func `what is below the level is not even made`() {
        let made = Lines()
        func message(_ name: String) -> String {
            made.add(name)
            return name
        }
        let lines = lines(.text, .error) { log in
            log.trace(message("trace"))
            log.debug(message("debug"))
            log.info(message("info"))
            log.warn(message("warn"))
            log.error(message("error"))
            log.fatal(message("fatal"))
        }
        #expect(made.all == ["error", "fatal"])
        #expect(lines.count == 2)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let environment: [String: String]
        let format: LogSink.Format
        let level: LambdaLog.Level
    }

    @Test(arguments: [
        Case(testDescription: "nothing", environment: [:], format: .text, level: .info),
        Case(
            testDescription: "JSON", environment: ["AWS_LAMBDA_LOG_FORMAT": "JSON"], format: .json,
            level: .info),
        Case(
            testDescription: "Lambda's level first",
            environment: ["AWS_LAMBDA_LOG_LEVEL": "DEBUG", "LOG_LEVEL": "error"], format: .text,
            level: .debug),
        Case(
            testDescription: "the other level", environment: ["LOG_LEVEL": "Warning"],
            format: .text, level: .warn),
        Case(
            testDescription: "no level", environment: ["AWS_LAMBDA_LOG_LEVEL": "loud"],
            format: .text, level: .info),
    ])
    func `format and level are those of the environment`(example: Case) {
        let sink = LogSink(environment: example.environment)
        #expect(sink.format == example.format)
        #expect(sink.level == example.level)
    }
}
