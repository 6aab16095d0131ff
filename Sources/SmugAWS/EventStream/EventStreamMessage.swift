/// One message of an event stream: headers and a payload.
package struct EventStreamMessage: Sendable {
    /// What a header holds.
    package enum Value: Hashable, Sendable {
        case bool(Bool)
        case byte(Int8)
        case int16(Int16)
        case int32(Int32)
        case int64(Int64)
        case bytes(ArraySlice<UInt8>)
        /// UTF-8 as a rule; nobody has checked it.
        case string(ArraySlice<UInt8>)
        /// Milliseconds since 1970.
        case timestamp(Int64)
        /// 16 bytes.
        case uuid(ArraySlice<UInt8>)
    }

    /// One header.
    struct Header: Hashable, Sendable {
        let name: Range<Int>
        let value: Value
    }

    /// The headers, as they came, and the payload behind them.
    private let bytes: [UInt8]
    let headers: [Header]
    private let payloadStart: Int

    init(_ bytes: [UInt8], headerBytes: Int) throws(EventStreamError) {
        self.bytes = bytes
        payloadStart = headerBytes
        var reader = HeaderReader(bytes: bytes, end: headerBytes)
        var headers: [Header] = []
        while let header = try reader.next() { headers.append(header) }
        self.headers = headers
    }

    package var payload: ArraySlice<UInt8> { bytes[payloadStart...] }

    /// The value of the first header of this name.
    package func value(_ name: StaticString) -> Value? {
        headers.first { isNamed($0, name) }?.value
    }

    /// The same where it is text.
    package func text(_ name: StaticString) -> ArraySlice<UInt8>? {
        guard case .string(let text) = value(name) else { return nil }
        return text
    }

    func name(of header: Header) -> ArraySlice<UInt8> { bytes[header.name] }

    private func isNamed(_ header: Header, _ name: StaticString) -> Bool {
        guard header.name.count == name.utf8CodeUnitCount else { return false }
        return name.withUTF8Buffer { unsafe bytes[header.name].elementsEqual($0) }
    }
}

/// Reads headers; a message's length is checked before, so that only the headers' own can be wrong.
private struct HeaderReader {
    let bytes: [UInt8]
    let end: Int
    private var offset = 0

    init(bytes: [UInt8], end: Int) {
        self.bytes = bytes
        self.end = end
    }

    mutating func next() throws(EventStreamError) -> EventStreamMessage.Header? {
        guard offset < end else { return nil }
        let nameLength = Int(try take(1).first ?? 0)
        guard nameLength > 0 else { throw .emptyHeaderName }
        let name = try take(nameLength)
        let type = try take(1).first ?? 0
        return EventStreamMessage.Header(name: name.indices, value: try value(of: type))
    }

    private mutating func value(of type: UInt8) throws(EventStreamError)
        -> EventStreamMessage.Value
    {
        switch type {
        case 0: .bool(true)
        case 1: .bool(false)
        case 2: .byte(Int8(truncatingIfNeeded: try integer(1)))
        case 3: .int16(Int16(truncatingIfNeeded: try integer(2)))
        case 4: .int32(Int32(truncatingIfNeeded: try integer(4)))
        case 5: .int64(Int64(bitPattern: try integer(8)))
        case 6: .bytes(try take(Int(try integer(2))))
        case 7: .string(try take(Int(try integer(2))))
        case 8: .timestamp(Int64(bitPattern: try integer(8)))
        case 9: .uuid(try take(16))
        default: throw .unknownHeaderType(type)
        }
    }

    private mutating func integer(_ count: Int) throws(EventStreamError) -> UInt64 {
        try take(count).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func take(_ count: Int) throws(EventStreamError) -> ArraySlice<UInt8> {
        guard count <= end - offset else { throw .headersTruncated }
        defer { offset += count }
        return bytes[offset..<offset + count]
    }
}
