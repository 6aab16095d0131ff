internal import SmugHTTP
internal import SmugJSON

/// An HTTP request as any of AWS's services passes it on, in one form for all.
///
/// Which service it was is found from the event and said by ``kind``. For whatever has no property
/// here there is ``rawEvent``, and ``decodeEvent(as:)`` for a type of the event.
public struct HTTPEvent: Sendable {
    /// The service that has sent an event.
    public enum Kind: String, Sendable, CaseIterable {
        /// API Gateway's HTTP API (payload version 2.0).
        case httpAPI
        /// API Gateway's REST API, and its HTTP API with payload version 1.0.
        case restAPI
        /// An Application Load Balancer.
        case loadBalancer
        /// The function's own URL.
        case functionURL
        /// VPC Lattice, in both versions of its events.
        case vpcLattice
        /// API Gateway's WebSocket API.
        case webSocket
    }

    let members: EventMembers

    /// Reads an event.
    ///
    /// - Parameter traceID: what the header `x-amzn-trace-id` says where the event has none.
    /// - Throws: a ``LambdaError`` for what is no JSON, is no HTTP request, or has a body that is
    ///   not the base 64 that it says it is. Everything else may be missing.
    public init(_ event: [UInt8], traceID: String? = nil) throws {
        members = try EventMembers(event, in: 0..<event.count, traceID: traceID)
    }

    /// Reads one event of several in the same bytes.
    init(_ bytes: [UInt8], in range: Range<Int>) throws(LambdaError) {
        members = try EventMembers(bytes, in: range)
    }

    /// The service that has sent the event.
    public var kind: Kind { members.kind }

    /// The method, in the client's case; `GET` where the event does not say.
    public var method: String { members.method ?? "GET" }

    /// The path without the API's stage, percent-encoded: what a handler tells requests apart by.
    public var path: String { members.text(members.path) }

    /// The path as it stands in the client's URL, with the stage where that stands there.
    public var rawPath: String { members.text(members.rawPath) }

    /// What stands behind the `?`, encoded; empty without a query.
    ///
    /// As the client has sent it where the event says so; otherwise put together from the pairs.
    public var rawQuery: String { members.text(members.rawQuery) }

    /// The query's pairs, decoded, in order.
    public var query: Values { Values(query: members.bytes(members.rawQuery)) }

    /// The header fields; names are found in any case.
    ///
    /// A field that the client has sent more than once is there once for each value, or with commas
    /// between the values, as the event has it. Cookies are not here but in ``cookies``.
    public var headers: Values { members.headers }

    /// The cookies, each as `name=value`.
    public var cookies: [String] { members.cookies.map(members.text) }

    /// What stood in the path at the places that the route's template names, decoded.
    public var pathParameters: Values { members.pathParameters }

    /// The variables of the API's stage.
    public var stageVariables: Values { members.stageVariables }

    /// The API's stage, such as `prod` or `$default`; `nil` where there are no stages.
    public var stage: String? { members.context.stage.map(members.text) }

    /// The body's bytes, already decoded where the event has it in base 64.
    public var body: [UInt8] { members.body }

    /// The body as text; what is no UTF-8 becomes U+FFFD.
    public var bodyText: String { String(decoding: members.body, as: UTF8.self) }

    /// The pairs of a body that is a form, decoded, in order.
    public var form: Values { Values(query: members.body[...]) }

    /// Decodes the body from JSON.
    ///
    /// - Throws: a `DecodingError`, whose `jsonMessage` says what does not fit and where.
    public func decodeBody<T: Decodable>(as type: T.Type = T.self) throws -> T {
        try JSONBytesDecoder().decode(type, from: members.body)
    }

    /// The client's address; `nil` where the event does not say.
    ///
    /// Behind a load balancer and VPC Lattice it is the last of `x-forwarded-for`.
    public var sourceIP: String? { members.sourceIP.map(members.text) }

    /// The request's own id; empty where the event has none.
    public var requestID: String { members.text(members.context.requestID) }

    /// The route that has matched, such as `GET /hello/{name}`; of a WebSocket API such as
    /// `$connect`.
    public var routeKey: String { members.text(members.routeKey) }

    /// The connection of a WebSocket API, to which messages can be sent.
    public var connectionID: String? { members.context.connectionID.map(members.text) }

    /// What happens on a WebSocket: `CONNECT`, `MESSAGE` or `DISCONNECT`.
    public var webSocketEvent: String? { members.context.eventType.map(members.text) }

    /// The whole URL that the client has asked for; `nil` where the event names no host.
    public var url: String? {
        guard let host = headers["host"] ?? members.context.domainName.map(members.text) else {
            return nil
        }
        let scheme = headers["x-forwarded-proto"] ?? (kind == .webSocket ? "wss" : "https")
        return "\(scheme)://\(host)\(rawPath)" + (rawQuery.isEmpty ? "" : "?\(rawQuery)")
    }

    /// The event's bytes, for whatever has no property here.
    public var rawEvent: ArraySlice<UInt8> { members.event[members.range] }

    /// Decodes the whole event.
    public func decodeEvent<T: Decodable>(as type: T.Type = T.self) throws -> T {
        try JSONBytesDecoder().decode(type, from: members.event, in: members.range)
    }
}
