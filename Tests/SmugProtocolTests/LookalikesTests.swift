import SmugHTTP
import SmugJSON
import Testing

@testable import SmugProtocol

/// Headers whose names frameworks modelled on CGI take for others.
@Suite struct LookalikesTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let fields: [String]
        var keys: [String] = []
        var filter = ForwardHeaders.all
        var injected: [(String, String)] = []
        /// The names that an event has, beside `host`.
        let wanted: Set<String>
    }

    static let cases: [Case] = [
        Case(
            testDescription: "what proxies and the gateway say cannot be said otherwise",
            fields: [
                "x_forwarded_for: 1", "X_Forwarded-For: 2", "x.forwarded.proto: 3",
                "x_forwarded_user: 4", "x_real_ip: 5", "X_Amzn_Trace_Id: 6",
            ], wanted: []),
        Case(
            testDescription: "nor what is about the connection",
            fields: ["content_length: 1", "transfer_encoding: chunked", "keep_alive: 1"],
            wanted: []),
        Case(
            testDescription: "what looks like nothing else passes",
            fields: ["api_key: 1", "x_user: 2", "a.b: 3"], wanted: ["api_key", "x_user", "a.b"]),
        Case(
            testDescription: "beside the header itself it does not",
            fields: ["x_user: 1", "X-User: 2", "x.user: 3"], wanted: ["x-user"]),
        Case(
            testDescription: "a header that requests are batched by is what it says",
            fields: ["x_tenant: 1", "x.tenant: 2", "x_other: 3"], keys: ["x-tenant"],
            wanted: ["x_other"]),
        Case(
            testDescription: "also where that has an underscore itself",
            fields: ["x_tenant: 1", "x-tenant: 2", "x.tenant: 3"], keys: ["x_tenant"],
            wanted: ["x_tenant"]),
        Case(
            testDescription: "and where both are keys",
            fields: ["x_tenant: 1", "x-tenant: 2"], keys: ["x_tenant", "x-tenant"],
            wanted: ["x_tenant", "x-tenant"]),
        Case(
            testDescription: "what is denied is denied by its looks",
            fields: ["x_user: 1", "x_other: 2"],
            filter: ForwardHeaders(allow: [], deny: ["X-User"]),
            wanted: ["x_other"]),
        Case(
            testDescription: "a lookalike that is denied does not take the header with it",
            fields: ["x-user: 1", "x_user: 2"], filter: ForwardHeaders(allow: [], deny: ["x_user"]),
            wanted: ["x-user"]),
        Case(
            testDescription: "what the manifest allows by its name passes",
            fields: ["x_real_ip: 1", "x_other: 2"],
            filter: ForwardHeaders(allow: ["x_real_ip", "host"], deny: []), wanted: ["x_real_ip"]),
        Case(
            testDescription: "what the gateway adds",
            fields: ["trace_parent: 1"], injected: [("trace-parent", "2")],
            wanted: ["trace-parent"]),
    ]

    @Test(arguments: cases)
    func `an event has no header that a function could take for another`(item: Case) throws {
        let writer = ProxyEventWriter(
            routeKey: "GET /", forwardHeaders: item.filter, keyHeaders: item.keys)
        let lines = ["GET / HTTP/1.1", "Host: a"] + item.fields + ["", ""]
        let parsed = try ParsedRequest(bytes: Array(lines.joined(separator: "\r\n").utf8))
        let event = try writer.tree(of: parsed.request(injecting: item.injected))
        let names = (event["headers"]?.object?.keys ?? []).filter { $0 != "host" }
        #expect(Set(names) == item.wanted)
    }

    @Test(
        arguments: [
            ("x-a", nil), ("x_a", nil), ("host", nil), ("cookie", nil), ("content-length", nil),
            ("connection", .ofConnection), ("te", .ofConnection),
            ("proxy-connection", .ofConnection),
            ("transfer-encoding", .ofConnection), ("upgrade", .ofConnection),
            ("proxy-authorization", .ofConnection), ("trailer", .ofConnection),
            ("keep-alive", .ofConnection),
            ("x-forwarded-for", .vouched), ("x-forwarded-host", .vouched), ("forwarded", .vouched),
            ("x_forwarded_for", .lookalike(of: "x-forwarded-for")),
            ("x.real-ip", .lookalike(of: "x-real-ip")),
            ("keep_alive", .lookalike(of: "keep-alive")),
        ] as [(String, HeaderObstacle?)])
    func `it is known which headers no function gets as they are sent`(
        name: String, wanted: HeaderObstacle?
    ) {
        #expect(HeaderObstacle(name) == wanted)
    }
}
