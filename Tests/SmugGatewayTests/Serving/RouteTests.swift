import SmugHTTP
import SmugLoop
import SmugProtocol
import Testing

@testable import SmugGateway

@Suite struct RouteTests {
    private static func head(_ lines: String...) throws -> HTTPRequestHead {
        let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        var parser = HTTPRequestParser()
        var offset = 0
        guard case .head(let head) = try parser.next(bytes.span, &offset) else {
            throw Incomplete()
        }
        return head
    }

    struct Incomplete: Error {}

    private static let keys = "key: [\"header:x-tenant\", \"query:user id\"]"

    @Test(arguments: [
        Named("the same", ("GET /a?user+id=1", "x-tenant: t"), true),
        Named("other things differ", ("GET /a?z=1&user%20id=1", "X-Tenant: t\r\nx-b: c"), true),
        Named("another header", ("GET /a?user+id=1", "x-tenant: u"), false),
        Named("no header", ("GET /a?user+id=1", "x-b: t"), false),
        Named("an empty header", ("GET /a?user+id=1", "x-tenant:"), false),
        Named("the header twice", ("GET /a?user+id=1", "x-tenant: t\r\nx-tenant: t"), false),
        Named("another case of a value", ("GET /a?user+id=1", "x-tenant: T"), false),
        Named("another parameter", ("GET /a?user+id=2", "x-tenant: t"), false),
        Named("no parameter", ("GET /a?user=1", "x-tenant: t"), false),
        Named("no query", ("GET /a", "x-tenant: t"), false),
        Named("an empty parameter", ("GET /a?user+id", "x-tenant: t"), false),
        Named("the parameter twice", ("GET /a?user+id=1&user+id=1", "x-tenant: t"), false),
        Named("another case of a name", ("GET /a?User+id=1", "x-tenant: t"), false),
        Named("HEAD", ("HEAD /a?user+id=1", "x-tenant: t"), false),
    ])
    func `B-1 requests share a batch key when all that the route names is equal`(
        _ row: Named<(String, String), Bool>
    ) throws {
        let route = try RouteFixture.route("/a", more: Self.keys)
        let reference = try Self.head(
            "GET /a?user+id=1 HTTP/1.1", "Host: a", "x-tenant: t")
        let other = try Self.head(row.given.0 + " HTTP/1.1", "Host: a", row.given.1)
        #expect((route.batchKey(of: reference) == route.batchKey(of: other)) == row.wanted)
    }

    @Test func `a route for any method keeps methods apart`() throws {
        let route = try RouteFixture.route("/a", "any")
        let methods = ["GET", "POST", "BREW", "get", "HEAD"]
        let keys = try methods.map {
            route.batchKey(of: try Self.head("\($0) /a HTTP/1.1", "Host: a"))
        }
        #expect(Set(keys).count == methods.count)
    }

    @Test func `a missing value in one dimension is not another's`() throws {
        let route = try RouteFixture.route("/a", more: "key: [\"header:a\", \"header:b\"]")
        let one = try Self.head("GET /a HTTP/1.1", "Host: a", "a: x")
        let two = try Self.head("GET /a HTTP/1.1", "Host: a", "b: x")
        #expect(route.batchKey(of: one) != route.batchKey(of: two))
    }

    @Test func `a key of thousands of repeated parameters is built in one go`() throws {
        let route = try RouteFixture.route("/a", more: "key: [\"query:k\"]")
        let query = String(repeating: "k=1&", count: 3000)
        let head = try Self.head("GET /a?\(query) HTTP/1.1", "Host: a")
        #expect(route.batchKey(of: head).dimensions.count == 1 + 4 + 3000 + 2999)
    }

    @Test func `the policy is the manifest's`() throws {
        let route = try RouteFixture.route(
            wait: 30, size: 7, more: "maxQueueDepth: 9, maxInflightInvocations: 3")
        let policy = route.policy
        #expect(policy.window == .fixed(.milliseconds(30)))
        #expect(policy.maxItems == 7)
        #expect(policy.maxQueueDepth == 9)
        #expect(policy.maxRunning == 3)
        #expect(policy.maxBytes == route.maxEventBytes)
        #expect(route.maxEventBytes == 6_291_456 - route.envelope.maxOverhead)
    }

    @Test func `S-10 to S-14 a dynamic window is the manifest's`() throws {
        let route = try RouteFixture.route(
            wait: 90,
            more: "dynamicWait: { minWaitMs: 2, targetRps: 70, steepness: 0.5, "
                + "samplingIntervalMs: 20, smoothingSamples: 4 }")
        let wait = DynamicWait(
            minWaitMilliseconds: 2, maxWaitMilliseconds: 90, targetRate: 70, steepness: 0.5)
        #expect(
            route.policy.window
                == .dynamic(wait, samplingIntervalMilliseconds: 20, smoothingSamples: 4))
    }

    @Test func `a template as long as the smallest payload leaves no room, and no trap`() throws {
        let template = "/" + String(repeating: "a", count: 1000)
        let route = try RouteFixture.route(template, more: "maxBatchBytes: 1024")
        #expect(route.maxEventBytes < 0)
    }
}
