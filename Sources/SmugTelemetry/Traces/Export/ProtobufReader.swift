/// Reads the fields of a Protocol Buffers message, one at a time; what is spoilt ends it.
struct ProtobufReader: Sendable {
    enum Value: Hashable, Sendable {
        case varint(UInt64)
        case bytes(ArraySlice<UInt8>)
        /// Of a form that has no meaning here.
        case other
    }

    private var rest: ArraySlice<UInt8>
    /// Whether what was read so far is a message.
    private(set) var isValid = true

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The next field; `nil` at the end, and where the bytes are none.
    mutating func next() -> (field: UInt64, value: Value)? {
        guard isValid, !rest.isEmpty else { return nil }
        guard let tag = varint(), tag >> 3 > 0, let value = value(tag & 7) else {
            isValid = false
            return nil
        }
        return (tag >> 3, value)
    }

    private mutating func value(_ form: UInt64) -> Value? {
        switch form {
        case 0: varint().map { .varint($0) }
        case 1: take(8).map { _ in .other }
        case 2: varint().flatMap { Int(exactly: $0) }.flatMap { take($0) }.map { .bytes($0) }
        case 5: take(4).map { _ in .other }
        default: nil
        }
    }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    private mutating func varint() -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = rest.popFirst() else { return nil }
            // The tenth byte has room for one bit.
            if shift == 63, byte > 1 { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        return nil
    }
}
