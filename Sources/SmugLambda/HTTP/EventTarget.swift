internal import SmugHTTP

/// What a request asks for: path and query in one form, whatever form the event has them in.
struct EventTarget {
    /// Without the stage.
    let path: Range<Int>
    /// As in the client's URL.
    let rawPath: Range<Int>
    let rawQuery: Range<Int>

    init(_ draft: inout EventDraft, _ kind: HTTPEvent.Kind) {
        switch kind {
        case .httpAPI, .functionURL:
            rawPath = Self.encoded(draft.rawPath ?? 0..<0, &draft)
            path = Self.withoutStage(rawPath, &draft)
            rawQuery = draft.rawQuery ?? Self.query(&draft, isDecoded: true)
        case .restAPI:
            path = Self.encoded(draft.path ?? 0..<0, &draft)
            rawPath = draft.context.path.map { Self.encoded($0, &draft) } ?? path
            rawQuery = Self.query(&draft, isDecoded: true)
        case .loadBalancer:
            path = Self.encoded(draft.path ?? 0..<0, &draft)
            rawPath = path
            // A load balancer hands on names and values as they were sent.
            rawQuery = Self.query(&draft, isDecoded: false)
        case .vpcLattice:
            let whole = draft.path ?? 0..<0
            let mark = draft.texts[whole].firstIndex(of: UInt8(ascii: "?"))
            path = Self.encoded(whole.lowerBound..<(mark ?? whole.upperBound), &draft)
            rawPath = path
            rawQuery =
                mark.map { $0 + 1..<whole.upperBound } ?? Self.query(&draft, isDecoded: true)
        case .webSocket:
            path = draft.path.map { Self.encoded($0, &draft) } ?? draft.add([UInt8(ascii: "/")])
            rawPath = path
            rawQuery = Self.query(&draft, isDecoded: true)
        }
    }

    /// The route; a REST API says it in two members.
    static func routeKey(_ draft: inout EventDraft) -> Range<Int> {
        if let key = draft.routeKey ?? draft.context.routeKey { return key }
        guard let resource = draft.resource, let method = draft.method else { return 0..<0 }
        return draft.add(Array(draft.texts[method]) + [UInt8(ascii: " ")] + draft.texts[resource])
    }

    /// A path without what no URL may hold; what is escaped already stays so.
    private static func encoded(_ path: Range<Int>, _ draft: inout EventDraft) -> Range<Int> {
        let bytes = draft.texts[path]
        if bytes.isEmpty { return draft.add([UInt8(ascii: "/")]) }
        guard let first = bytes.firstIndex(where: { !isAllowed($0) }) else { return path }
        var encoded = Array(bytes[..<first])
        for byte in bytes[first...] {
            if isAllowed(byte) {
                encoded.append(byte)
            } else {
                encoded += PercentEncoding.encode([byte], keeping: .unreserved)
            }
        }
        return draft.add(encoded)
    }

    /// RFC 3986, section 3.3, with the percent sign of what is escaped.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"),
            UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"),
            UInt8(ascii: "}"), UInt8(ascii: "#"), UInt8(ascii: "?"), UInt8(ascii: "["),
            UInt8(ascii: "]"):
            false
        default: byte > 0x20 && byte < 0x7F
        }
    }

    private static func withoutStage(_ path: Range<Int>, _ draft: inout EventDraft) -> Range<Int> {
        guard let stage = draft.context.stage else { return path }
        let (bytes, prefix) = (draft.texts[path], [UInt8(ascii: "/")] + draft.texts[stage])
        guard bytes.starts(with: prefix) else { return path }
        let rest = bytes.dropFirst(prefix.count)
        if rest.isEmpty { return draft.add([UInt8(ascii: "/")]) }
        return rest.first == UInt8(ascii: "/") ? rest.startIndex..<rest.endIndex : path
    }

    private static func query(_ draft: inout EventDraft, isDecoded: Bool) -> Range<Int> {
        var query: [UInt8] = []
        for pair in draft.multiQuery ?? draft.query {
            if !query.isEmpty { query.append(UInt8(ascii: "&")) }
            let (name, value) = (draft.texts[pair.name], draft.texts[pair.value])
            query += isDecoded ? PercentEncoding.encode(name, keeping: .unreserved) : Array(name)
            query.append(UInt8(ascii: "="))
            query += isDecoded ? PercentEncoding.encode(value, keeping: .unreserved) : Array(value)
        }
        return draft.add(query)
    }
}
