import SmugJSON

/// Writing into room that was estimated: what does not fit fills the room up instead.
///
/// So a full span is one that was too small, and its writer begins again with a larger one.
extension OutputSpan<UInt8> {
    /// Appends a text of our own; its length is known here, so that the copy is a few moves.
    @inline(__always)
    mutating func append(_ literal: StaticString) {
        let count = literal.utf8CodeUnitCount
        unsafe append(UnsafeRawBufferPointer(start: literal.utf8Start, count: count))
    }

    /// Appends the bytes as they are.
    @inline(__always)
    mutating func append(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe append($0) }
    }

    /// Appends the bytes as the inside of a JSON string.
    mutating func append(escaping bytes: Span<UInt8>) {
        if JSONEscaping.append(bytes, to: &self) < bytes.count { fillUp() }
    }

    /// Appends the bytes as the inside of a JSON string.
    mutating func append(escaping bytes: [UInt8]) { append(escaping: bytes.span) }

    /// Appends the number in decimal.
    mutating func append(decimal value: Int64) {
        if freeCapacity < DecimalDigits.maxCount { return fillUp() }
        DecimalDigits.append(value, to: &self)
    }

    /// Appends the bytes in base 64.
    mutating func append(base64 bytes: Span<UInt8>) {
        if freeCapacity < Base64.encodedCount(of: bytes.count) { return fillUp() }
        Base64.append(bytes, to: &self)
    }

    @inline(__always)
    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        let length = bytes.count
        if freeCapacity < length { return fillUp() }
        unsafe withUnsafeMutableBufferPointer { buffer, count in
            let room = UnsafeMutableRawBufferPointer(buffer)
            let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: room[count...])
            unsafe rest.copyMemory(from: bytes)
            count &+= length
        }
    }

    @inline(never)
    private mutating func fillUp() { append(repeating: 0, count: freeCapacity) }
}
