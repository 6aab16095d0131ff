internal import SmugJSON

/// What is gathered of an event's `requestContext`.
struct EventContextDraft: Sendable {
    private(set) var requestID = 0..<0
    private(set) var method: Range<Int>?
    private(set) var path: Range<Int>?
    private(set) var stage: Range<Int>?
    private(set) var routeKey: Range<Int>?
    private(set) var sourceIP: Range<Int>?
    private(set) var domainName: Range<Int>?
    private(set) var connectionID: Range<Int>?
    private(set) var eventType: Range<Int>?
    private(set) var isLoadBalancer = false
    private(set) var isLattice = false

    /// Reads the object that has begun.
    mutating func read(_ reader: inout JSONReader, into texts: inout [UInt8]) throws(JSONError) {
        while case .key(let key) = try reader.next() {
            let value = try reader.next()
            if case .string(let text) = value {
                readText(key, text, reader, &texts)
            } else if value == .beginObject {
                try readObject(key, &reader, &texts)
            } else {
                try reader.skipRest(of: value)
            }
        }
    }

    private mutating func readText(
        _ key: JSONString, _ text: JSONString, _ reader: JSONReader, _ texts: inout [UInt8]
    ) {
        if reader.equals(key, "requestId") {
            requestID = Self.take(text, reader, &texts)
        } else if reader.equals(key, "stage") {
            stage = Self.take(text, reader, &texts)
        } else if reader.equals(key, "path") {
            path = Self.take(text, reader, &texts)
        } else if reader.equals(key, "httpMethod") {
            method = Self.take(text, reader, &texts)
        } else if reader.equals(key, "routeKey") {
            routeKey = Self.take(text, reader, &texts)
        } else if reader.equals(key, "domainName") {
            domainName = Self.take(text, reader, &texts)
        } else if reader.equals(key, "connectionId") {
            connectionID = Self.take(text, reader, &texts)
        } else if reader.equals(key, "eventType") {
            eventType = Self.take(text, reader, &texts)
        } else if reader.equals(key, "serviceNetworkArn") {
            isLattice = true
        }
    }

    /// Reads `http`, which HTTP APIs and function URLs have, and `identity`, which REST APIs have.
    private mutating func readObject(
        _ key: JSONString, _ reader: inout JSONReader, _ texts: inout [UInt8]
    ) throws(JSONError) {
        let isHTTP = reader.equals(key, "http")
        guard isHTTP || reader.equals(key, "identity") else {
            if reader.equals(key, "elb") { isLoadBalancer = true }
            return try reader.skipRest(of: .beginObject)
        }
        while case .key(let key) = try reader.next() {
            let value = try reader.next()
            if case .string(let text) = value {
                if isHTTP, reader.equals(key, "method") {
                    method = Self.take(text, reader, &texts)
                } else if reader.equals(key, "sourceIp") {
                    sourceIP = Self.take(text, reader, &texts)
                }
            }
            try reader.skipRest(of: value)
        }
    }

    private static func take(
        _ string: JSONString, _ reader: JSONReader, _ texts: inout [UInt8]
    ) -> Range<Int> {
        let start = texts.count
        reader.append(string, to: &texts)
        return start..<texts.count
    }
}
