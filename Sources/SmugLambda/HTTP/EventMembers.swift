internal import SmugJSON
internal import SmugProtocol

/// The members of an event that ``HTTPEvent`` shows, read in one pass.
///
/// An object, so that a request costs no copies of it.
final class EventMembers: Sendable {
    let event: [UInt8]
    let range: Range<Int>
    let body: [UInt8]
    let headers: HTTPEvent.Values
    let pathParameters: HTTPEvent.Values
    private let draft: EventDraft

    var path: Range<Int> { draft.path ?? 0..<0 }
    var rawQuery: Range<Int> { draft.rawQuery }
    var routeKey: Range<Int> { draft.routeKey }
    var requestID: Range<Int> { draft.requestID }
    var sourceIP: Range<Int>? { draft.sourceIP }
    var cookies: [Range<Int>] { draft.cookies }

    /// The method, or what stands in front of the route's template.
    var method: String? {
        if let method = draft.method { return text(method) }
        let route = draft.texts[draft.routeKey]
        guard let blank = route.firstIndex(of: UInt8(ascii: " ")) else { return nil }
        return text(route.startIndex..<blank)
    }

    init(_ event: [UInt8], in range: Range<Int>) throws(LambdaError) {
        self.event = event
        self.range = range
        var reader = JSONReader(event, in: range, loneSurrogates: .replace)
        let draft: EventDraft
        do throws(JSONError) {
            draft = try EventDraft(&reader, capacity: range.count / 2)
        } catch {
            throw LambdaError("the event cannot be read: \(error)")
        }
        guard draft.path != nil else {
            throw LambdaError(
                "the event has no rawPath: it is no HTTP event of payload version 2.0")
        }
        body = try Self.body(of: draft, reader)
        headers = HTTPEvent.Values(draft.texts, draft.headers, ignoresCase: true)
        pathParameters = HTTPEvent.Values(draft.texts, draft.pathParameters, ignoresCase: false)
        self.draft = draft
    }

    func text(_ range: Range<Int>) -> String {
        String(decoding: draft.texts[range], as: UTF8.self)
    }

    func bytes(_ range: Range<Int>) -> ArraySlice<UInt8> { draft.texts[range] }

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
