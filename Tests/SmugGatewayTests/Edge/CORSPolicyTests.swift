import SmugHTTP
import Testing

@testable import SmugGateway

/// What pages of other origins get, by the tables of what browsers send.
@Suite struct CORSPolicyTests {
    private static func policy(
        _ origins: [String], methods: [String] = [], headers: [String] = [],
        exposed: [String] = [], credentials: Bool = false, age: Int? = nil
    ) -> CORSPolicy {
        CORSPolicy(
            origins: origins == ["*"]
                ? .every : .listed(origins.compactMap { try? OriginPattern(parsing: $0) }),
            methods: methods, headers: headers, exposed: exposed, allowsCredentials: credentials,
            maxAgeSeconds: age)
    }

    private static func lines(_ fields: HTTPFields) -> [String] {
        fields.pairs.map { "\($0.name.replacing("access-control-", with: "")): \($0.value)" }
    }

    struct Answer: CustomTestStringConvertible, Sendable {
        let name: String
        let policy: CORSPolicy
        let request: [(String, String)]
        var answer: [(String, String)] = []
        let wanted: [String]
        var testDescription: String { name }
    }

    private static let page = ("origin", "https://a.example")
    private static let one = policy(["https://b.example", "https://a.example"])

    static let answers: [Answer] = [
        Answer(
            name: "a page that may", policy: one, request: [page],
            wanted: ["vary: Origin", "allow-origin: https://a.example"]),
        Answer(
            name: "a page that may not", policy: one, request: [("origin", "https://c.example")],
            wanted: ["vary: Origin"]),
        Answer(name: "no page", policy: one, request: [], wanted: ["vary: Origin"]),
        Answer(
            name: "an empty origin", policy: one, request: [("origin", "")],
            wanted: ["vary: Origin"]),
        Answer(
            name: "two origins are none", policy: one, request: [page, page],
            wanted: ["vary: Origin"]),
        Answer(
            name: "everybody", policy: policy(["*"]), request: [("origin", "null")],
            wanted: ["allow-origin: *"]),
        Answer(name: "everybody, but nobody asks", policy: policy(["*"]), request: [], wanted: []),
        Answer(
            name: "with cookies and headers",
            policy: policy(["https://a.example"], exposed: ["x-a", "x-b"], credentials: true),
            request: [page],
            wanted: [
                "vary: Origin", "allow-origin: https://a.example", "allow-credentials: true",
                "expose-headers: x-a, x-b",
            ]),
        Answer(
            name: "what the function says does not count", policy: one,
            request: [("origin", "https://c.example")],
            answer: [
                ("access-control-allow-origin", "*"), ("x-a", "1"),
                ("access-control-allow-credentials", "true"),
                ("access-control-expose-headers", "x-a"),
            ], wanted: ["x-a: 1", "vary: Origin"]),
        Answer(
            name: "the function varies by more", policy: one, request: [page],
            answer: [("vary", "accept")],
            wanted: ["vary: accept", "vary: Origin", "allow-origin: https://a.example"]),
        Answer(
            name: "the function varies by it too", policy: one, request: [page],
            answer: [("vary", "accept, ORIGIN")],
            wanted: ["vary: accept, ORIGIN", "allow-origin: https://a.example"]),
        Answer(
            name: "the function varies by all", policy: one, request: [page],
            answer: [("vary", "*")], wanted: ["vary: *", "allow-origin: https://a.example"]),
    ]

    @Test(arguments: answers)
    func `an answer says whether the page may read it`(_ row: Answer) {
        var fields = HTTPFields(row.answer)
        row.policy.dress(&fields, for: HTTPFields(row.request))
        #expect(Self.lines(fields) == row.wanted)
    }

    struct Preflight: CustomTestStringConvertible, Sendable {
        let name: String
        let policy: CORSPolicy
        var origin = "https://a.example"
        var method = "PUT"
        var headers: [String] = []
        /// Beside `vary`.
        let wanted: [String]
        var testDescription: String { name }
    }

    static let preflights: [Preflight] = [
        Preflight(
            name: "a method of the path", policy: one,
            wanted: ["allow-origin: https://a.example", "allow-methods: GET, PUT"]),
        Preflight(
            name: "a method that only a route for all takes", policy: one, method: "PURGE",
            wanted: ["allow-origin: https://a.example", "allow-methods: GET, PUT, PURGE"]),
        Preflight(name: "another page", policy: one, origin: "https://c.example", wanted: []),
        Preflight(
            name: "a method that is not listed", policy: policy(["*"], methods: ["POST"]),
            wanted: []),
        Preflight(
            name: "a method that is", policy: policy(["*"], methods: ["POST", "PUT"]),
            wanted: ["allow-origin: *", "allow-methods: POST, PUT"]),
        Preflight(
            name: "any method", policy: policy(["*"], methods: ["*"]), method: "PURGE",
            wanted: ["allow-origin: *", "allow-methods: *"]),
        Preflight(
            name: "a header that is not listed", policy: policy(["*"], headers: ["x-a"]),
            headers: ["x-a,x-b"], wanted: []),
        Preflight(
            name: "headers that are, in any case and over lines",
            policy: policy(["*"], headers: ["x-a", "x-b"]), headers: ["X-A , x-b", "x-b", ""],
            wanted: ["allow-origin: *", "allow-methods: GET, PUT", "allow-headers: x-a, x-b"]),
        Preflight(
            name: "any header", policy: policy(["*"], headers: ["*"]), headers: ["x-a"],
            wanted: ["allow-origin: *", "allow-methods: GET, PUT", "allow-headers: *"]),
        Preflight(
            name: "any header is not authorization", policy: policy(["*"], headers: ["*"]),
            headers: ["authorization"], wanted: []),
        Preflight(
            name: "unless it is listed", policy: policy(["*"], headers: ["*", "authorization"]),
            headers: ["Authorization"],
            wanted: [
                "allow-origin: *", "allow-methods: GET, PUT", "allow-headers: *, authorization",
            ]),
        Preflight(
            name: "more headers than any browser has", policy: policy(["*"], headers: ["*"]),
            headers: [String(repeating: "a,", count: 129)], wanted: []),
        Preflight(
            name: "as many as may be", policy: policy(["*"], headers: ["*"]),
            headers: [String(repeating: "a,", count: 128)],
            wanted: ["allow-origin: *", "allow-methods: GET, PUT", "allow-headers: *"]),
        Preflight(
            name: "elements that are empty", policy: policy(["*"], headers: ["a", "b"]),
            headers: [", a ,\t, B,", " "],
            wanted: ["allow-origin: *", "allow-methods: GET, PUT", "allow-headers: a, b"]),
        Preflight(
            name: "cookies, and how long it holds",
            policy: policy(["https://a.example"], credentials: true, age: 600),
            wanted: [
                "allow-origin: https://a.example", "allow-credentials: true",
                "allow-methods: GET, PUT", "max-age: 600",
            ]),
    ]

    private static let variation =
        "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers"

    @Test(arguments: preflights)
    func `a preflight is told all that a page may do, or nothing`(_ row: Preflight) throws {
        let request = HTTPFields(
            [("origin", row.origin)] + row.headers.map { ("access-control-request-headers", $0) })
        let fields = row.policy.preflight(
            request, method: try #require(HTTPMethod(row.method)), pathMethods: ["GET", "PUT"])
        #expect(
            Self.lines(fields) == [Self.variation] + row.wanted)
    }
}
