import SmugHTTP
import SmugJSON

/// The header fields of an answer, read from an object of names and values.
///
/// Numbers and booleans count as their text, null as no field, an array as several fields. Of
/// names that differ only in case the last wins, except `set-cookie`: there all stay, since
/// functions without a `cookies` member set several that way.
struct AnswerHeaders {
    /// The most fields of one answer.
    static let maxFields = 256
    /// The most bytes of them, each with its name, colon and line end: what clients take at most.
    static let maxBytes = 65_536

    private(set) var fields = HTTPFields()
    private(set) var fault: RecordFault?

    /// Reads the value of `headers` or `multiValueHeaders`, whose first token is `token`.
    mutating func read(_ token: JSONReader.Token, from reader: inout JSONReader) throws(JSONError) {
        switch token {
        case .null:
            return
        case .beginObject:
            fields.reserve(fields: 8, bytes: 256)
            while case .key(let key) = try reader.next() { try readField(key, from: &reader) }
        default:
            fault = .invalidHeaders
            try reader.skipRest(of: token)
        }
    }

    /// Adds `other`'s fields; a name that it has loses the fields it had here.
    mutating func override(with other: AnswerHeaders) {
        fault = fault ?? other.fault
        let bytes = other.fields.bytes
        fields.removeAll { name in
            other.fields.entries.contains { bytes.span.extracting($0.name).holds(name.span) }
        }
        for entry in other.fields.entries {
            append(bytes[entry.name], bytes[entry.value])
        }
    }

    /// Adds `other`'s fields behind those that it does not repeat with the same value.
    mutating func merge(_ other: AnswerHeaders) {
        fault = fault ?? other.fault
        let (own, bytes) = (fields, other.fields.bytes)
        fields = HTTPFields()
        for entry in own.entries {
            let (name, value) = (own.bytes[entry.name], own.bytes[entry.value])
            let isRepeated = other.fields.entries.contains {
                bytes[$0.name] == name && bytes[$0.value] == value
            }
            if !isRepeated { append(name, value) }
        }
        for entry in other.fields.entries { append(bytes[entry.name], bytes[entry.value]) }
    }

    /// Adds a cookie; what is wrong with it becomes the fault.
    mutating func appendCookie(_ value: ArraySlice<UInt8>) {
        guard hasRoom(for: value.count) else { return }
        guard (try? fields.append(name: "set-cookie", value: value)) != nil else {
            fault = fault ?? .invalidCookies
            return
        }
    }

    private mutating func readField(
        _ key: JSONString, from reader: inout JSONReader
    ) throws(JSONError) {
        let name = key.utf8(in: reader.bytes)
        let token = try reader.next()
        switch FieldKind(name.span) {
        case .hopByHop, .contentLength:
            return try reader.skipRest(of: token)
        case .ordinary, .cookie:
            break
        }
        if case .null = token { return }
        removeEarlier(name)
        guard case .beginArray = token else {
            return try readValue(token, of: name, from: &reader)
        }
        while true {
            let element = try reader.next()
            if case .endArray = element { return }
            try readValue(element, of: name, from: &reader)
        }
    }

    private mutating func readValue(
        _ token: JSONReader.Token, of name: ArraySlice<UInt8>, from reader: inout JSONReader
    ) throws(JSONError) {
        switch token {
        case .null: break
        case .string(let string): append(name, string.utf8(in: reader.bytes))
        case .number(let number): append(name, reader.bytes[number.range])
        case .bool(let value): append(name, Array((value ? "true" : "false").utf8)[...])
        default:
            refuse(name)
            try reader.skipRest(of: token)
        }
    }

    private mutating func append(_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) {
        guard hasRoom(for: name.count + value.count) else { return }
        do {
            try fields.append(name: name, value: value)
        } catch {
            refuse(name)
        }
    }

    private mutating func hasRoom(for bytes: Int) -> Bool {
        if fields.count >= Self.maxFields {
            fault = fault ?? .tooManyHeaders
        } else if bytes > Self.maxBytes - fields.bytes.count {
            fault = fault ?? .headersTooLarge
        } else {
            return true
        }
        return false
    }

    private mutating func refuse(_ name: ArraySlice<UInt8>) {
        fault = fault ?? .invalidHeader(String(decoding: name, as: UTF8.self))
    }

    private mutating func removeEarlier(_ name: ArraySlice<UInt8>) {
        let bytes = fields.bytes
        for entry in fields.entries
        where name.span.holdsIgnoringCase(bytes.span.extracting(entry.name)) {
            if name.span.holdsIgnoringCase("set-cookie") { return }
            fields.removeAll { name.span.holdsIgnoringCase($0.span) }
            return
        }
    }
}
