import SmugHTTP
import SmugJSON
import SmugLoop
import SmugNet
import TestSupport
import Testing

@testable import SmugLambda

@Suite struct LambdaExtensionTests {
    private struct Refusal: Error {}

    private static let invoke = #"""
        {"eventType":"INVOKE","deadlineMs":1,"requestId":"r-1","invokedFunctionArn":"arn:f",
        "tracing":{"type":"X-Amzn-Trace-Id","value":"Root=1"}}
        """#
    private static let shutdown =
        #"{"eventType":"SHUTDOWN","shutdownReason":"spindown","deadlineMs":99999999999999}"#

    /// Runs an external extension until it ends; what the API was told, and the log.
    private func run(
        _ definition: LambdaExtension, _ standIn: RuntimeAPIStandIn
    ) throws -> (failure: String?, log: [String]) {
        try TestLoop.run(loops: 1) { group in
            try await HTTPServer.serve(.anyPort, on: group, handler: standIn) { _, address in
                let endpoint = try RuntimeSettings.endpoint([
                    "AWS_LAMBDA_RUNTIME_API": "\(address)"
                ])
                let log = Lines()
                let running = RunningExtension(
                    definition, endpoint: endpoint, log: LambdaLog(.told(to: log)), on: group,
                    backoff: .quick)
                do {
                    try await running.register(asExternal: true)
                    try await running.run()
                } catch {
                    return ("\(error)", log.all)
                }
                return (nil, log.all)
            }
        }
    }

    @Test func `it registers, takes events in order, and ends with the environment`() throws {
        let seen = Lines()
        let standIn = RuntimeAPIStandIn([])
        standIn.extensionEvents = [Self.invoke, #"{"eventType":"NEW"}"#, Self.shutdown]
        let definition = LambdaExtension(name: "watcher")
            .onStart { seen.add("\($0.functionName) \($0.functionVersion) \($0.handlerName)") }
            .onInvoke { event in
                seen.add("\(event.requestID) \(event.invokedFunctionARN) \(event.traceID ?? "")")
                #expect(event.deadline <= .now)
            }
            .onShutdown { event in
                seen.add(event.reason)
                #expect(event.deadline > .now)
            }
        let (failure, log) = try run(definition, standIn)
        #expect(failure == nil)
        #expect(seen.all == ["hello 7 h", "r-1 arn:f Root=1", "spindown"])
        #expect(standIn.posts.map(\.body) == [#"{"events":["INVOKE","SHUTDOWN"]}"#])
        #expect(log == ["WARN an event of a kind that is not known eventType=NEW"])
    }

    @Test func `a handler that fails costs its event alone`() throws {
        let standIn = RuntimeAPIStandIn([])
        standIn.extensionEvents = [Self.invoke, Self.invoke, Self.shutdown]
        let count = Shared(0)
        let (failure, log) = try run(
            LambdaExtension(name: "x").onInvoke { _ in
                count.change { $0 += 1 }
                throw Refusal()
            }, standIn)
        #expect(failure == nil)
        #expect(count.value == 2)
        #expect(log.count == 2)
        #expect(log.first?.hasPrefix("ERROR an extension has failed at INVOKE") == true)
    }

    @Test func `one that cannot start tells Lambda, under its id`() throws {
        let standIn = RuntimeAPIStandIn([])
        let (failure, _) = try run(
            LambdaExtension(name: "x").onStart { _ in throw Refusal() }, standIn)
        #expect(failure == "Refusal()")
        #expect(standIn.posts.last?.path == "/2020-01-01/extension/init/error")
        #expect(standIn.posts.last?.extensionID == "ext-1")
    }

    @Test func `a refusal ends it with the API's own words, and is told as its exit`() throws {
        let standIn = RuntimeAPIStandIn([])
        standIn.refusals = ["/2020-01-01/extension/event/next": 403]
        let (failure, _) = try run(LambdaExtension(name: "x"), standIn)
        #expect(
            failure?.contains("event/next: the Runtime API answered 403 Forbidden: refused") == true
        )
        #expect(standIn.posts.last?.path == "/2020-01-01/extension/exit/error")
    }

    @Test(arguments: [
        ("/2022-07-01/telemetry", "2022-12-13"), ("/2020-08-15/logs", "2021-03-18"),
    ])
    func `what it subscribes to reaches its handler`(path: String, schema: String) throws {
        let records = Shared<[TelemetryRecord]>([])
        let settings = TelemetrySettings(
            sources: [.platform, .extension], maxItems: 1_000, maxBytes: 300_000,
            timeout: .milliseconds(25))
        var definition = LambdaExtension(name: "x")
        let standIn = RuntimeAPIStandIn([])
        let statuses = Shared<[Int]>([])
        let take: LambdaExtension.Handler<[TelemetryRecord]> = { batch in
            records.change { $0 += batch }
            if batch.isEmpty { throw Refusal() }
        }
        definition =
            path.contains("logs")
            ? definition.onLogs(settings, take) : definition.onTelemetry(settings, take)
        standIn.whenSubscribed = { body in
            let document = try? JSONValue(parsing: Array(body.utf8))
            let uri = document?["destination"]?["URI"]?.string ?? ""
            #expect(document?["schemaVersion"]?.string == schema)
            #expect(document?["types"] == ["platform", "extension"])
            #expect(
                document?["buffering"] == ["maxItems": 1000, "maxBytes": 300_000, "timeoutMs": 25])
            #expect(uri.hasPrefix("http://sandbox.localdomain:"))
            let port = UInt16(uri.split(separator: ":").last ?? "") ?? 0
            for text in [Self.telemetry, "[]", "{}", "no JSON"] {
                let status = try? await Self.post(text, to: port)
                statuses.change { $0.append(status ?? 0) }
            }
            standIn.extensionEvents = [Self.shutdown]
        }
        let (failure, _) = try run(definition, standIn)
        #expect(failure == nil)
        #expect(standIn.calls.contains("PUT \(path)"))
        #expect(statuses.value == [200, 500, 500, 500])
        #expect(records.value.map(\.kind) == [.report, .function, .other("platform.new")])
        #expect(records.value.map(\.time) == ["t1", "t2", ""])
        #expect(records.value[0].requestID == "r-1")
        #expect(records.value[0].status == "success")
        #expect(records.value[0].metrics == ["durationMs": 1.5, "memorySizeMB": 128])
        #expect(records.value[1].text == "a line")
        #expect(records.value[2].json == Array("null".utf8))
    }

    private static let telemetry = #"""
        [{"time":"t1","type":"platform.report","record":{"requestId":"r-1","status":"success",
        "metrics":{"durationMs":1.5,"memorySizeMB":128}}},
        {"time":"t2","type":"function","record":"a line"}, {"type":"platform.new"}]
        """#

    private static func post(_ text: String, to port: UInt16) async throws -> Int {
        let address = try #require(SocketAddress(host: "127.0.0.1", port: port))
        let loop = try #require(EventLoop.current)
        let connection = try await HTTPClientConnection.connect(to: address, on: loop)
        defer { connection.close() }
        return try await connection.send(
            HTTPClientRequest(.post, "/", body: Array(text.utf8))
        ).status.code
    }

    @Test func `an internal one runs beside its function`() throws {
        let seen = Lines()
        let standIn = RuntimeAPIStandIn([.event("1", id: "a")])
        standIn.extensionEvents = [Self.invoke]
        let played = try Played.run(standIn) { runtime, _ in
            try await runtime.serve(
                LambdaFunction { event, _ in
                    while seen.all.isEmpty {
                        try await LambdaRuntime.sleep(for: .milliseconds(1))
                    }
                    return event
                },
                with: LambdaExtension(name: "inner").onInvoke { seen.add($0.requestID) })
        }
        #expect(played.calls.first == "POST /2020-01-01/extension/register")
        #expect(played.posts.first?.body == #"{"events":["INVOKE"]}"#)
        #expect(played.posts.last?.body == "1")
        #expect(seen.all == ["r-1"])
        #expect(played.status == 0)
    }

    @Test func `an internal one cannot ask for the end of the environment`() throws {
        let played = try Played.run(RuntimeAPIStandIn([])) { runtime, _ in
            try await runtime.serve(
                LambdaFunction { event, _ in event }, with: LambdaExtension().onShutdown { _ in })
        }
        #expect(played.posts.map(\.path) == ["/2018-06-01/runtime/init/error"])
        #expect(played.posts.first?.body.contains("external") == true)
    }
}
