/// Writes fields of Protocol Buffers messages, as many of their forms as traces take.
struct ProtobufWriter: Sendable {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    mutating func varint(_ field: Int, _ value: UInt64) {
        append(UInt64(field) << 3)
        append(value)
    }

    mutating func fixed64(_ field: Int, _ value: UInt64) {
        append(UInt64(field) << 3 | 1)
        appendLittleEndian(value, bytes: 8)
    }

    mutating func fixed32(_ field: Int, _ value: UInt32) {
        append(UInt64(field) << 3 | 5)
        appendLittleEndian(UInt64(value), bytes: 4)
    }

    mutating func double(_ field: Int, _ value: Double) { fixed64(field, value.bitPattern) }

    mutating func bytes(_ field: Int, _ value: some Collection<UInt8>) {
        append(UInt64(field) << 3 | 2)
        append(UInt64(value.count))
        bytes += value
    }

    mutating func text(_ field: Int, _ value: StaticString) {
        append(UInt64(field) << 3 | 2)
        append(UInt64(value.utf8CodeUnitCount))
        value.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    }

    /// Ids are in the order in which their digits are read.
    mutating func id(_ field: Int, _ parts: UInt64...) {
        append(UInt64(field) << 3 | 2)
        append(UInt64(parts.count * 8))
        for part in parts {
            for shift in stride(from: UInt64(56), through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: part >> shift))
            }
        }
    }

    /// Appends fields that are written already.
    mutating func append(raw fields: [UInt8]) { bytes += fields }

    /// Writes a message as a field: its length comes before it and is known after it.
    mutating func message(_ field: Int, _ body: (inout ProtobufWriter) -> Void) {
        append(UInt64(field) << 3 | 2)
        let start = bytes.count
        body(&self)
        var length = ProtobufWriter()
        length.append(UInt64(bytes.count - start))
        bytes.insert(contentsOf: length.bytes, at: start)
    }

    private mutating func append(_ value: UInt64) {
        var value = value
        while value > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    private mutating func appendLittleEndian(_ value: UInt64, bytes count: UInt64) {
        for index in 0..<count {
            bytes.append(UInt8(truncatingIfNeeded: value >> (index * 8)))
        }
    }
}
