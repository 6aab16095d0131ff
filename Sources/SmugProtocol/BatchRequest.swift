package import SmugJSON

/// A batch as its function receives it.
package struct BatchRequest: Sendable {
    /// One request of the batch.
    package struct Item: Hashable, Sendable {
        /// The UTF-8 of `requestContext.requestId`; nil when it has none and cannot be answered.
        package let id: [UInt8]?
        /// Where the event stands in the payload.
        package let range: Range<Int>
    }

    /// The requests in the gateway's order.
    package let items: [Item]

    /// Reads a payload; nil when it is valid JSON and no batch, but an event of its own.
    ///
    /// A batch is an object with a number `v` and an array `batch`. Other members are ignored.
    ///
    /// - Throws: `.unsupportedVersion` for a batch whose `v` is not 1.
    package init?(_ bytes: [UInt8]) throws(BatchRequestError) {
        let envelope: Envelope?
        do throws(JSONError) {
            envelope = try Envelope(bytes)
        } catch {
            throw .invalidJSON(error)
        }
        guard let envelope, let items = envelope.items, let isSupported = envelope.isSupported
        else { return nil }
        guard isSupported else { throw .unsupportedVersion }
        self.items = items
    }
}

/// Why a payload cannot be read.
package enum BatchRequestError: Error, Hashable, Sendable, CustomStringConvertible {
    case invalidJSON(JSONError)
    case unsupportedVersion

    /// What is wrong and what to do, for the log.
    package var description: String {
        switch self {
        case .invalidJSON(let error): "the payload is not JSON: \(error)"
        case .unsupportedVersion: "the batch has a version other than 1: update the batch adapter"
        }
    }
}

/// The members of a batch that matter; nil for those that are missing or of another type.
private struct Envelope {
    private(set) var isSupported: Bool?
    private(set) var items: [BatchRequest.Item]?

    init?(_ bytes: [UInt8]) throws(JSONError) {
        var reader = JSONReader(bytes, loneSurrogates: .replace)
        let first = try reader.next()
        let isObject = first == .beginObject
        while isObject, case .key(let key) = try reader.next() {
            if reader.equals(key, "v") {
                try readVersion(from: &reader)
            } else if reader.equals(key, "batch") {
                try readItems(from: &reader)
            } else {
                _ = try reader.skipValue()
            }
        }
        if !isObject { try reader.skipRest(of: first) }
        _ = try reader.next()
    }

    private mutating func readVersion(from reader: inout JSONReader) throws(JSONError) {
        let token = try reader.next()
        if case .number(let number) = token { isSupported = reader.int(number) == 1 }
        try reader.skipRest(of: token)
    }

    private mutating func readItems(from reader: inout JSONReader) throws(JSONError) {
        let array = try reader.next()
        guard array == .beginArray else { return try reader.skipRest(of: array) }
        var items: [BatchRequest.Item] = []
        while true {
            let token = try reader.next()
            if token == .endArray { break }
            let start = reader.tokenOffset
            let id = try Self.readItem(token, from: &reader)
            items.append(BatchRequest.Item(id: id, range: start..<reader.offset))
        }
        self.items = items
    }

    private static func readItem(
        _ token: JSONReader.Token, from reader: inout JSONReader
    ) throws(JSONError) -> [UInt8]? {
        var id: [UInt8]?
        guard token == .beginObject else {
            try reader.skipRest(of: token)
            return nil
        }
        while case .key(let key) = try reader.next() {
            let isContext = reader.equals(key, "requestContext")
            let value = try reader.next()
            guard isContext, value == .beginObject else {
                try reader.skipRest(of: value)
                continue
            }
            while case .key(let key) = try reader.next() {
                let isID = reader.equals(key, "requestId")
                let value = try reader.next()
                if isID, case .string(let string) = value {
                    id = Array(string.utf8(in: reader.bytes))
                }
                try reader.skipRest(of: value)
            }
        }
        return id
    }
}
