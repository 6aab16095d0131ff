import SmugAWS
import SmugHTTP
import SmugJSON
import SmugLoop
import SmugNet
import SmugTelemetry
import TestSupport
import Testing

@testable import SmugGateway

@Suite struct GatewayMetricsTests {
    /// Runs a gateway and gives its metrics when all has ended, by series.
    private func numbers(
        _ paths: [String], top: [String] = [], _ function: FakeFunction = FakeFunction(),
        _ body: @escaping @Sendable (GatewayStage) async throws -> Void
    ) throws -> [String: Double] {
        let manifest = try ManifestFixture.parse(RouteFixture.manifest(paths, top: top))
        let recorder = LogRecorder()
        let text = try TestLoop.run(loops: 2) { group in
            let gateway = Gateway(manifest: manifest, invoker: function, log: recorder.log())
            try await gateway.run(on: group) { running in
                try await body(
                    GatewayStage(
                        address: running.address, loop: group.loops[0], function: function,
                        running: running, recorder: recorder))
            }
            return String(decoding: gateway.metrics.registry.text(), as: UTF8.self)
        }
        var numbers: [String: Double] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let space = try #require(line.lastIndex(of: " "))
            numbers[String(line[..<space])] = Double(line[line.index(after: space)...])
        }
        return numbers
    }

    private static let route = #"route_template="/a",method="GET",target_lambda="hello""#
    private static let unrouted = #"route_template="",method="",target_lambda="""#

    @Test func `X-18a each request is counted once, by what came of it`() throws {
        let numbers = try numbers(
            [RouteFixture.path("/a"), RouteFixture.path("/b", "any")]
        ) { stage in
            for _ in 0..<7 { _ = try await stage.get("/a") }
            _ = try await stage.send(.put, "/b", body: [1, 2, 3])
            _ = try await stage.send(.delete, "/a")
            for _ in 0..<2 { _ = try await stage.get("/nothing") }
            _ = try await stage.get("/readyz")
        }
        #expect(numbers["smug_requests_total{\(Self.route),status=\"2xx\"}"] == 7)
        #expect(numbers["smug_request_duration_ms_count{\(Self.route)}"] == 7)
        #expect(numbers["smug_queue_wait_ms_count{\(Self.route)}"] == 7)
        #expect(numbers["smug_batch_size_count{\(Self.route)}"] == 7)
        #expect(numbers["smug_batch_size_sum{\(Self.route)}"] == 7)
        #expect(numbers["smug_invoke_duration_ms_count{\(Self.route)}"] == 7)
        #expect(numbers["smug_response_body_bytes_total{\(Self.route)}"] == 42)
        let other = #"route_template="/b",method="ANY",target_lambda="hello""#
        #expect(numbers["smug_requests_total{\(other),status=\"2xx\"}"] == 1)
        #expect(numbers["smug_request_body_bytes_total{\(other)}"] == 3)
        #expect(numbers["smug_requests_total{\(Self.unrouted),status=\"4xx\"}"] == 3)
        #expect(numbers["smug_errors_total{\(Self.unrouted),code=\"not_found\"}"] == 2)
        #expect(numbers["smug_errors_total{\(Self.unrouted),code=\"method_not_allowed\"}"] == 1)
        let all = numbers.filter { $0.key.hasPrefix("smug_requests_total") }.values.reduce(0, +)
        #expect(all == 11)
    }

    @Test func `X-18a a failure is counted by its code, with its invocation`() throws {
        let function = FakeFunction.failing(
            .functionFailed(.init(isHandled: false, errorType: nil, errorMessage: nil)))
        let numbers = try numbers([RouteFixture.path("/a")], function) { stage in
            for _ in 0..<3 { _ = try await stage.get("/a") }
        }
        #expect(numbers["smug_errors_total{\(Self.route),code=\"function_failed\"}"] == 3)
        #expect(
            numbers["smug_invocation_failures_total{\(Self.route),code=\"function_failed\"}"] == 3)
        #expect(numbers["smug_requests_total{\(Self.route),status=\"5xx\"}"] == 3)
    }

    @Test func `X-6 records without a request are counted`() throws {
        let function = FakeFunction { call in
            let record = #"{"id":"\#(call.ids[0])","statusCode":200}"#
            return Array(
                #"{"v":1,"responses":[\#(record),\#(record),{"id":"x","statusCode":200}]}"#.utf8)
        }
        let numbers = try numbers([RouteFixture.path("/a", wait: 1, size: 2)], function) { stage in
            _ = try await stage.get("/a")
        }
        #expect(numbers["smug_stray_records_total{\(Self.route),kind=\"unknown\"}"] == 1)
        #expect(numbers["smug_stray_records_total{\(Self.route),kind=\"repeated\"}"] == 1)
    }

    @Test func `a limit has its number and what it turned away`() throws {
        let numbers = try numbers([RouteFixture.path("/a", "post")], top: ["MaxBodyBytes: 10"]) {
            stage in
            _ = try await stage.send(.post, "/a", body: Array(repeating: 65, count: 10))
            _ = try await stage.send(.post, "/a", body: Array(repeating: 65, count: 11))
        }
        #expect(numbers["smug_limit{name=\"max_body_bytes\"}"] == 10)
        #expect(numbers["smug_limit_refusals_total{name=\"max_body_bytes\"}"] == 1)
        for limit in Limit.allCases where limit != .maxAdminConnections {
            #expect(numbers["smug_limit{name=\"\(limit.name)\"}"] ?? 0 > 0, "\(limit)")
        }
    }

    @Test func `a route's own limits have their numbers, and those that it inherits`() throws {
        let own = "maxBodyBytes: 5, maxInflightInvocations: 3, maxBatchBytes: 2000"
        let manifest = RouteFixture.manifest(
            [RouteFixture.path("/a", more: own), RouteFixture.path("/b")],
            top: ["MaxBodyBytes: 10"])
        try GatewayStage.run(manifest) { stage in
            let running = try #require(stage.running)
            let text = String(decoding: running.metrics.registry.text(), as: UTF8.self)
            let rows = text.split(separator: "\n").filter { $0.hasPrefix("smug_route_limit{") }
                .map {
                    $0.replacing(#",method="GET",target_lambda="hello""#, with: "")
                        .replacing("smug_route_limit{route_template=", with: "")
                }
            #expect(
                rows == [
                    #""/a",name="max_body_bytes"} 5"#,
                    #""/a",name="max_queue_depth_per_key"} 1000"#,
                    #""/a",name="max_invoke_payload_bytes"} 2000"#,
                    #""/a",name="max_inflight_invocations"} 3"#,
                    #""/b",name="max_body_bytes"} 10"#,
                    #""/b",name="max_queue_depth_per_key"} 1000"#,
                    #""/b",name="max_invoke_payload_bytes"} 6291456"#,
                ])
        }
    }

    @Test func `what is no request is counted by the rule that it breaks`() throws {
        let numbers = try numbers([RouteFixture.path("/a")]) { stage in
            let client = try await stage.connect()
            client.write("GET /a HTTP/1.1\r\nbad\r\n\r\n")
            _ = try await client.readToEnd()
        }
        #expect(numbers["smug_malformed_requests_total{rule=\"missing_colon\"}"] == 1)
        #expect(numbers["smug_errors_total{\(Self.unrouted),code=\"malformed_request\"}"] == 1)
        #expect(numbers["smug_requests_total{\(Self.unrouted),status=\"4xx\"}"] == 1)
    }

    @Test func `a route asked for again has the same counters`() throws {
        let metrics = GatewayMetrics()
        let definition = try RouteFixture.route().definition
        #expect(metrics.route(definition).duration === metrics.route(definition).duration)
    }

    @Test func `limits are named as metrics are`() {
        #expect(Limit.maxQueueDepthPerKey.name == "max_queue_depth_per_key")
        #expect(Set(Limit.allCases.map(\.name)).count == Limit.allCases.count)
    }
}
