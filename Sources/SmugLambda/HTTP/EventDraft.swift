internal import SmugJSON

/// What is gathered on the way through an event of any kind, whose members come in any order.
///
/// Texts stand unescaped in one array, and what is kept of them are ranges. A member of another
/// type than it should have counts as missing.
struct EventDraft: Sendable {
    typealias Pairs = [HTTPEvent.Values.Entry]

    private(set) var texts: [UInt8] = []
    /// As HTTP APIs and function URLs have it.
    private(set) var rawPath: Range<Int>?
    private(set) var rawQuery: Range<Int>?
    private(set) var routeKey: Range<Int>?
    private(set) var resource: Range<Int>?
    /// As REST APIs, load balancers and VPC Lattice have it; its first version with the query.
    private(set) var path: Range<Int>?
    private(set) var method: Range<Int>?
    /// Whether it is an event of VPC Lattice in its first version.
    private(set) var isLattice = false
    private(set) var cookies: [Range<Int>]?
    private(set) var headers: Pairs = []
    private(set) var multiHeaders: Pairs?
    private(set) var query: Pairs = []
    private(set) var multiQuery: Pairs?
    private(set) var pathParameters: Pairs = []
    private(set) var stageVariables: Pairs = []
    private(set) var context = EventContextDraft()
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
        switch value {
        case .beginObject: try readObject(key, &reader)
        case .beginArray where reader.equals(key, "cookies"): try readCookies(&reader)
        case .string(let text):
            if reader.equals(key, "body") { body = text } else { readText(key, text, reader) }
        case .bool(let isTrue):
            if reader.equals(key, "isBase64Encoded") || reader.equals(key, "is_base64_encoded") {
                isBase64Encoded = isTrue
            }
        default: try reader.skipRest(of: value)
        }
    }

    private mutating func readText(_ key: JSONString, _ text: JSONString, _ reader: JSONReader) {
        if reader.equals(key, "rawPath") {
            rawPath = take(text, reader)
        } else if reader.equals(key, "rawQueryString") {
            rawQuery = take(text, reader)
        } else if reader.equals(key, "routeKey") {
            routeKey = take(text, reader)
        } else if reader.equals(key, "path") {
            path = take(text, reader)
        } else if reader.equals(key, "raw_path") {
            path = take(text, reader)
            isLattice = true
        } else if reader.equals(key, "httpMethod") || reader.equals(key, "method") {
            method = take(text, reader)
        } else if reader.equals(key, "resource") {
            resource = take(text, reader)
        }
    }

    private mutating func readObject(_ key: JSONString, _ reader: inout JSONReader)
        throws(JSONError)
    {
        if reader.equals(key, "headers") {
            headers = try readPairs(&reader)
        } else if reader.equals(key, "multiValueHeaders") {
            multiHeaders = try readPairs(&reader)
        } else if reader.equals(key, "queryStringParameters")
            || reader.equals(key, "query_string_parameters")
        {
            query = try readPairs(&reader)
        } else if reader.equals(key, "multiValueQueryStringParameters") {
            multiQuery = try readPairs(&reader)
        } else if reader.equals(key, "pathParameters") {
            pathParameters = try readPairs(&reader)
        } else if reader.equals(key, "stageVariables") {
            stageVariables = try readPairs(&reader)
        } else if reader.equals(key, "requestContext") {
            try context.read(&reader, into: &texts)
        } else {
            try reader.skipRest(of: .beginObject)
        }
    }

    private mutating func readCookies(_ reader: inout JSONReader) throws(JSONError) {
        var cookies: [Range<Int>] = []
        while true {
            let value = try reader.next()
            if value == .endArray { break }
            if case .string(let text) = value { cookies.append(take(text, reader)) }
            try reader.skipRest(of: value)
        }
        self.cookies = cookies
    }

    /// Names with a text each, or with an array of them.
    private mutating func readPairs(_ reader: inout JSONReader) throws(JSONError) -> Pairs {
        var entries: Pairs = []
        while case .key(let key) = try reader.next() {
            let value = try reader.next()
            if case .string(let text) = value {
                entries.append(.init(name: take(key, reader), value: take(text, reader)))
            } else if value == .beginArray {
                let name = take(key, reader)
                while true {
                    let element = try reader.next()
                    if element == .endArray { break }
                    if case .string(let text) = element {
                        entries.append(.init(name: name, value: take(text, reader)))
                    }
                    try reader.skipRest(of: element)
                }
            } else {
                try reader.skipRest(of: value)
            }
        }
        return entries
    }

    /// Copies a string's text.
    private mutating func take(_ string: JSONString, _ reader: JSONReader) -> Range<Int> {
        let start = texts.count
        reader.append(string, to: &texts)
        return start..<texts.count
    }

    /// Adds a text that is made of others.
    mutating func add(_ text: [UInt8]) -> Range<Int> {
        texts += text
        return (texts.count - text.count)..<texts.count
    }
}
