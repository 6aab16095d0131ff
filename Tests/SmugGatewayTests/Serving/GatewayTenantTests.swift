import SmugHTTP
import SmugJSON
import SmugNet
import Testing

@testable import SmugGateway

/// Tenants end to end: one invocation for each, with its identifier, or a clear refusal.
@Suite struct GatewayTenantTests {
    private static func manifest(_ dimension: String, size: Int = 4) -> String {
        RouteFixture.manifest([
            RouteFixture.path(
                "/a", "any", wait: 50_000, size: size, more: "tenant: \"\(dimension)\"")
        ])
    }

    @Test func `X-1 no two tenants share an invocation, and Lambda gets each as it was sent`()
        throws
    {
        try GatewayStage.run(Self.manifest("header:X-Tenant-Id", size: 2)) { stage in
            let calls = ["blue", "Red one/2", "blue", "Red one/2"].map {
                stage.start(.get, "/a", fields: [("x-tenant-id", $0)])
            }
            for call in calls {
                let answer = try await call.value
                #expect(answer.status == .ok)
            }
            let sent = stage.function.calls.map { call in
                let headers = call.events.map { $0["headers"]?["x-tenant-id"]?.string }
                return [call.tenantID] + headers
            }
            #expect(
                Set(sent) == [["blue", "blue", "blue"], ["Red one/2", "Red one/2", "Red one/2"]])
        }
    }

    @Test func `a tenant may be a query parameter, decoded`() throws {
        try GatewayStage.run(Self.manifest("query:t", size: 1)) { stage in
            let answer = try await stage.get("/a?t=a%20b%2B1")
            #expect(answer.status == .ok)
            #expect(stage.function.calls.map(\.tenantID) == ["a b+1"])
        }
    }

    @Test(
        arguments: [
            Named("none", [], "missing_tenant"),
            Named("an empty one", [("x-tenant-id", "")], "missing_tenant"),
            Named("two", [("x-tenant-id", "a"), ("x-tenant-id", "a")], "bad_tenant"),
            Named("a character of none", [("x-tenant-id", "a#b")], "bad_tenant"),
            Named("bytes above ASCII", [("x-tenant-id", "\u{e9}")], "bad_tenant"),
            Named("257 bytes", [("x-tenant-id", String(repeating: "a", count: 257))], "bad_tenant"),
        ] as [Named<[(String, String)], String>])
    func `a request without a tenant that Lambda takes is a 400 and reaches no function`(
        _ row: Named<[(String, String)], String>
    ) throws {
        try GatewayStage.run(Self.manifest("header:x-tenant-id")) { stage in
            try await stage.send(.post, "/a", fields: row.given, body: [1]).expectProblem(
                400, row.wanted)
            #expect(stage.function.calls.isEmpty)
        }
    }

    @Test func `256 bytes are a tenant`() throws {
        let longest = String(repeating: "a", count: 256)
        try GatewayStage.run(Self.manifest("header:x-tenant-id", size: 1)) { stage in
            let answer = try await stage.get("/a", fields: [("x-tenant-id", longest)])
            #expect(answer.status == .ok)
            #expect(stage.function.calls.map(\.tenantID) == [longest])
        }
    }

    @Test func `a route without tenants sends none`() throws {
        let manifest = RouteFixture.manifest([RouteFixture.path("/a")])
        try GatewayStage.run(manifest) { stage in
            _ = try await stage.get("/a", fields: [("x-tenant-id", "a")])
            #expect(stage.function.calls.map(\.tenantID) == [nil])
        }
    }
}
