internal import SmugJSON

/// What is gathered on the way through an event, whose members come in any order.
///
/// Texts stand unescaped in one array, and what is kept of them are ranges. A member of another
/// type than it should have counts as missing.
struct EventDraft: Sendable {
    private(set) var texts: [UInt8] = []
    private(set) var path: Range<Int>?
    private(set) var rawQuery = 0..<0
    private(set) var method: Range<Int>?
    private(set) var routeKey = 0..<0
    private(set) var requestID = 0..<0
    private(set) var sourceIP: Range<Int>?
    private(set) var cookies: [Range<Int>] = []
    private(set) var headers: [HTTPEvent.Values.Entry] = []
    private(set) var pathParameters: [HTTPEvent.Values.Entry] = []
    /// Stays in the event: it may be long, and in base 64.
    private(set) var body: JSONString?
    private(set) var isBase64Encoded = false

    init(_ reader: inout JSONReader, capacity: Int) throws(JSONError) {
        texts.reserveCapacity(capacity)
        let first = try reader.next()
        if first == .beginObject {
            while case .key(let key) = try reader.next() { try readMember(key, &reader) }
        } else {
            try reader.skipRest(of: first)
        }
        _ = try reader.next()
    }

    private mutating func readMember(_ key: JSONString, _ reader: inout JSONReader)
        throws(JSONError)
    {
        let value = try reader.next()
        if reader.equals(key, "rawPath") {
            path = take(value, reader)
        } else if reader.equals(key, "rawQueryString") {
            rawQuery = take(value, reader) ?? 0..<0
        } else if reader.equals(key, "routeKey") {
            routeKey = take(value, reader) ?? 0..<0
        } else if reader.equals(key, "headers") {
            headers = try readPairs(value, &reader)
            return
        } else if reader.equals(key, "pathParameters") {
            pathParameters = try readPairs(value, &reader)
            return
        } else if reader.equals(key, "cookies"), value == .beginArray {
            return try readCookies(&reader)
        } else if reader.equals(key, "requestContext"), value == .beginObject {
            return try readContext(&reader)
        } else if reader.equals(key, "body") {
            body = if case .string(let string) = value { string } else { nil }
        } else if reader.equals(key, "isBase64Encoded") {
            isBase64Encoded = value == .bool(true)
        }
        try reader.skipRest(of: value)
    }

    private mutating func readContext(_ reader: inout JSONReader) throws(JSONError) {
        while case .key(let key) = try reader.next() {
            let value = try reader.next()
            if reader.equals(key, "requestId") {
                requestID = take(value, reader) ?? 0..<0
            } else if reader.equals(key, "http"), value == .beginObject {
                try readHTTP(&reader)
                continue
            }
            try reader.skipRest(of: value)
        }
    }

    /// Reads `requestContext.http`.
    private mutating func readHTTP(_ reader: inout JSONReader) throws(JSONError) {
        while case .key(let key) = try reader.next() {
            let value = try reader.next()
            if reader.equals(key, "method") {
                method = take(value, reader)
            } else if reader.equals(key, "sourceIp") {
                sourceIP = take(value, reader)
            }
            try reader.skipRest(of: value)
        }
    }

    private mutating func readCookies(_ reader: inout JSONReader) throws(JSONError) {
        cookies = []
        while true {
            let value = try reader.next()
            if value == .endArray { return }
            if let cookie = take(value, reader) { cookies.append(cookie) }
            try reader.skipRest(of: value)
        }
    }

    private mutating func readPairs(_ value: JSONReader.Token, _ reader: inout JSONReader)
        throws(JSONError) -> [HTTPEvent.Values.Entry]
    {
        var entries: [HTTPEvent.Values.Entry] = []
        guard value == .beginObject else {
            try reader.skipRest(of: value)
            return entries
        }
        while case .key(let key) = try reader.next() {
            let value = try reader.next()
            if case .string(let text) = value {
                entries.append(
                    HTTPEvent.Values.Entry(name: take(key, reader), value: take(text, reader)))
            }
            try reader.skipRest(of: value)
        }
        return entries
    }

    private mutating func take(_ value: JSONReader.Token, _ reader: JSONReader) -> Range<Int>? {
        guard case .string(let string) = value else { return nil }
        return take(string, reader)
    }

    /// Copies a string's text.
    private mutating func take(_ string: JSONString, _ reader: JSONReader) -> Range<Int> {
        let start = texts.count
        reader.append(string, to: &texts)
        return start..<texts.count
    }
}
