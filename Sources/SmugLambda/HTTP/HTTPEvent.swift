/// An HTTP request as API Gateway passes it on (HTTP API, payload version 2.0).
public struct HTTPEvent: Sendable {
    private let members: EventMembers

    /// Reads an event.
    ///
    /// - Throws: a ``LambdaError`` for what is no JSON, has no `rawPath`, or has a body that is
    ///   not the base 64 that it says it is. Everything else may be missing.
    public init(_ event: [UInt8]) throws {
        members = try EventMembers(event, in: 0..<event.count)
    }

    /// Reads one event of several in the same bytes.
    init(_ bytes: [UInt8], in range: Range<Int>) throws(LambdaError) {
        members = try EventMembers(bytes, in: range)
    }

    /// The method, in the client's case; `GET` where the event does not say.
    public var method: String { members.method ?? "GET" }

    /// The path as the client has sent it, still percent-encoded.
    public var path: String { members.text(members.path) }

    /// What stands behind the `?`, as the client has sent it; empty without one.
    public var rawQuery: String { members.text(members.rawQuery) }

    /// The query's pairs, decoded, in order.
    public var query: Values { Values(query: members.bytes(members.rawQuery)) }

    /// The header fields; names are found in any case.
    ///
    /// Fields that the client has sent more than once are joined with commas. Cookies are not here
    /// but in ``cookies``.
    public var headers: Values { members.headers }

    /// The cookies, each as `name=value`.
    public var cookies: [String] { members.cookies.map(members.text) }

    /// What stood in the path at the places that the route's template names, decoded.
    public var pathParameters: Values { members.pathParameters }

    /// The body's bytes, already decoded where the event has it in base 64.
    public var body: [UInt8] { members.body }

    /// The body as text; what is no UTF-8 becomes U+FFFD.
    public var bodyText: String { String(decoding: members.body, as: UTF8.self) }

    /// The client's address; `nil` where the event does not say.
    public var sourceIP: String? { members.sourceIP.map(members.text) }

    /// The request's own id; empty where the event has none.
    public var requestID: String { members.text(members.requestID) }

    /// The route that has matched, such as `GET /hello/{name}`.
    public var routeKey: String { members.text(members.routeKey) }

    /// The event's bytes, for whatever has no property here.
    public var rawEvent: ArraySlice<UInt8> { members.event[members.range] }
}
