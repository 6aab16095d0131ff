import SmugHTTP
import SmugJSON
import SmugLoop
import SmugNet
import TestSupport
import Testing

@testable import SmugLocal

@Suite struct EnvironmentTelemetryTests {
    /// Keeps what it is sent, and takes it.
    private struct Subscriber: HTTPHandler {
        let records = Shared<[JSONValue]>([])

        func handle(_ exchange: HTTPExchange) async {
            let body = (try? await exchange.collectBody(upTo: 10_000_000)) ?? []
            let sent = (try? JSONValue(parsing: body))?.array ?? []
            records.change { $0 += sent }
            await exchange.respond(HTTPResponse(.ok))
        }

        func response(to fault: HTTPServerFault, requestID: String?) -> HTTPResponse {
            HTTPResponse(.badRequest)
        }
    }

    /// Has an environment tell `facts`, and then a subscriber subscribe.
    private static func records(
        _ sources: String, _ facts: @escaping @Sendable (EnvironmentTelemetry) -> Void,
        until isEnough: @escaping @Sendable ([JSONValue]) -> Bool
    ) throws -> [JSONValue] {
        let subscriber = Subscriber()
        try TestLoop.run(loops: 1) { group in
            try await HTTPServer.serve(.anyPort, on: group, handler: subscriber) { _, address in
                let telemetry = EnvironmentTelemetry(
                    of: .init(name: "f", arn: "arn:f", memoryMegabytes: 128), on: group.loops[0])
                facts(telemetry)
                let document = #"""
                    {"schemaVersion":"2022-12-13","types":[\#(sources)],
                     "destination":{"protocol":"HTTP","URI":"http://sandbox:\#(address.port)"}}
                    """#
                let subscription = try TelemetrySubscription(
                    Array(document.utf8), to: .telemetry)
                try telemetry.subscribe("w", subscription)
                let flushed = Shared(false)
                telemetry.flush { flushed.change { $0 = true } }
                while !flushed.value || !isEnough(subscriber.records.value) {
                    await group.loops[0].nextTurn()
                }
                telemetry.close()
            }
        }
        return subscriber.records.value
    }

    @Test func `a subscriber is told what was before it, and nothing that it did not ask for`()
        throws
    {
        let records = try Self.records(
            #""function""#,
            { telemetry in
                telemetry.started(instanceID: "ab")
                telemetry.tell(.line(.function, "one"))
                telemetry.tell(.line(.extension, "other"))
                telemetry.tell(.line(.function, "two"))
            }, until: { $0.count >= 2 })
        #expect(records.map { $0["record"] } == ["one", "two"])
    }

    @Test(arguments: [
        (EnvironmentTelemetry.maxEarlyFacts, 1), (4, EnvironmentTelemetry.maxEarlyBytes / 4),
    ])
    func `only so much is kept for those who come later, and the rest is counted`(
        count: Int, bytes: Int
    ) throws {
        let line = String(repeating: "x", count: bytes)
        let records = try Self.records(
            #""function","platform""#,
            { telemetry in
                for _ in 0..<count + 3 { telemetry.tell(.line(.function, line)) }
            }, until: { $0.contains { $0["type"] == "platform.logsDropped" } })
        #expect(records.count { $0["type"] == "function" } == count)
        let dropped = records.first { $0["type"] == "platform.logsDropped" }?["record"]
        #expect(dropped?["droppedRecords"] == 3)
        #expect(dropped?["droppedBytes"]?.int == 3 * bytes)
    }

    @Test func `who has subscribed to one API may not to the other, and nobody may afterwards`()
        throws
    {
        try TestLoop.run { loop in
            let telemetry = EnvironmentTelemetry(
                of: .init(name: "f", arn: "arn:f", memoryMegabytes: 128), on: loop)
            func subscription(_ api: TelemetryAPI) throws -> TelemetrySubscription {
                let document = #"""
                    {"schemaVersion":"\#(api.schemas[0])","types":["function"],
                     "destination":{"protocol":"HTTP","URI":"http://sandbox:9"}}
                    """#
                return try TelemetrySubscription(Array(document.utf8), to: api)
            }
            try telemetry.subscribe("w", subscription(.logs))
            try telemetry.subscribe("w", subscription(.logs))
            #expect(throws: EnvironmentTelemetry.Refusal.otherAPI) {
                try telemetry.subscribe("w", subscription(.telemetry))
            }
            try telemetry.subscribe("v", subscription(.telemetry))
            telemetry.delivered(
                Invocation.Request(requestID: [], payload: [], functionARN: [], trace: []),
                initDuration: nil)
            #expect(throws: EnvironmentTelemetry.Refusal.closed) {
                try telemetry.subscribe("u", subscription(.telemetry))
            }
            telemetry.close()
        }
    }
}
