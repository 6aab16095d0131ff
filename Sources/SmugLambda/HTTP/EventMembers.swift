internal import SmugHTTP
internal import SmugJSON
internal import SmugProtocol

/// The members of an event that ``HTTPEvent`` shows, read in one pass, in one form for all kinds.
///
/// An object, so that a request costs no copies of it.
final class EventMembers: Sendable {
    let event: [UInt8]
    let range: Range<Int>
    let kind: HTTPEvent.Kind
    /// Whether the caller of the function understands several values under one name.
    let takesManyValues: Bool
    let path: Range<Int>
    let rawPath: Range<Int>
    let rawQuery: Range<Int>
    let routeKey: Range<Int>
    let sourceIP: Range<Int>?
    let cookies: [Range<Int>]
    let body: [UInt8]
    let headers: HTTPEvent.Values
    let pathParameters: HTTPEvent.Values
    let stageVariables: HTTPEvent.Values
    let context: EventContextDraft
    private let declaredMethod: Range<Int>?
    private let texts: [UInt8]

    init(_ event: [UInt8], in range: Range<Int>, traceID: String? = nil) throws(LambdaError) {
        self.event = event
        self.range = range
        var reader = JSONReader(event, in: range, loneSurrogates: .replace)
        var draft: EventDraft
        do throws(JSONError) {
            draft = try EventDraft(&reader, capacity: range.count / 2)
        } catch {
            throw LambdaError("the event cannot be read: \(error)")
        }
        guard let kind = HTTPEvent.Kind(draft) else {
            throw LambdaError(
                "the event is no HTTP request: it has neither rawPath nor path, nor a connectionId")
        }
        self.kind = kind
        takesManyValues = draft.multiHeaders != nil
        body = try Self.body(of: draft, reader)
        let target = EventTarget(&draft, kind)
        path = target.path
        rawPath = target.rawPath
        rawQuery = target.rawQuery
        routeKey = EventTarget.routeKey(&draft)
        let fields = EventFields(&draft, traceID: traceID)
        cookies = fields.cookies
        sourceIP = draft.context.sourceIP ?? fields.sourceIP
        declaredMethod = draft.context.method ?? draft.method
        context = draft.context
        texts = draft.texts
        headers = HTTPEvent.Values(texts, fields.headers, ignoresCase: true)
        pathParameters = HTTPEvent.Values(texts, draft.pathParameters, ignoresCase: false)
        stageVariables = HTTPEvent.Values(texts, draft.stageVariables, ignoresCase: false)
    }

    /// The method, or what stands in front of the route's template.
    var method: String? {
        if let declaredMethod { return text(declaredMethod) }
        let route = texts[routeKey]
        guard let blank = route.firstIndex(of: UInt8(ascii: " ")) else { return nil }
        return text(route.startIndex..<blank)
    }

    func text(_ range: Range<Int>) -> String { String(decoding: texts[range], as: UTF8.self) }

    func bytes(_ range: Range<Int>) -> ArraySlice<UInt8> { texts[range] }

    private static func body(of draft: EventDraft, _ reader: JSONReader) throws(LambdaError)
        -> [UInt8]
    {
        guard let string = draft.body else { return [] }
        var text: [UInt8] = []
        reader.append(string, to: &text)
        guard draft.isBase64Encoded else { return text }
        guard let bytes = Base64.decode(text.span) else {
            throw LambdaError("the event's body is not the base 64 that it says it is")
        }
        return bytes
    }
}

extension HTTPEvent.Kind {
    /// What has sent an event, by its members; nil where it is no HTTP request.
    init?(_ draft: EventDraft) {
        let context = draft.context
        if context.connectionID != nil, draft.rawPath == nil {
            self = .webSocket
        } else if draft.rawPath != nil {
            let domain = context.domainName.map { String(decoding: draft.texts[$0], as: UTF8.self) }
            // `contains` of a text in a text would link the regular expressions, a tenth of a function.
            let labels = domain?.split(separator: ".") ?? []
            self = labels.dropFirst().contains("lambda-url") ? .functionURL : .httpAPI
        } else if draft.path == nil {
            return nil
        } else if context.isLoadBalancer {
            self = .loadBalancer
        } else if context.isLattice || draft.isLattice {
            self = .vpcLattice
        } else {
            self = .restAPI
        }
    }
}
