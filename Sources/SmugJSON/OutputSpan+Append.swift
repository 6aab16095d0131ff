/// Writing into room that was estimated: what does not fit fills the room up instead.
///
/// So a full span is one that was too small, and its writer begins again with a larger one.
extension OutputSpan<UInt8> {
    /// Appends a text of our own; its length is known here, so that the copy is a few moves.
    @inlinable @inline(__always)
    package mutating func append(_ literal: StaticString) {
        let count = literal.utf8CodeUnitCount
        unsafe append(UnsafeRawBufferPointer(start: literal.utf8Start, count: count))
    }

    /// Appends the bytes as they are.
    @inlinable @inline(__always)
    package mutating func append(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe append($0) }
    }

    /// Appends the bytes as they are.
    @inlinable @inline(__always)
    package mutating func append(_ bytes: [UInt8]) { append(bytes.span) }

    /// Appends the bytes as the inside of a JSON string.
    package mutating func append(escaping bytes: Span<UInt8>) {
        if PlainRun.isAll(of: bytes) { return append(bytes) }
        if JSONEscaping.append(bytes, to: &self) < bytes.count { fillUp() }
    }

    /// Appends the bytes as the inside of a JSON string.
    package mutating func append(escaping bytes: [UInt8]) { append(escaping: bytes.span) }

    /// Appends the number in decimal.
    package mutating func append(decimal value: Int64) {
        if freeCapacity < DecimalDigits.maxCount { return fillUp() }
        DecimalDigits.append(value, to: &self)
    }

    @inlinable @inline(__always)
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        let length = bytes.count
        guard freeCapacity >= length, let source = bytes.baseAddress else {
            return length == 0 ? () : fillUp()
        }
        unsafe withUnsafeMutableBufferPointer { buffer, count in
            let room = unsafe UnsafeMutableRawPointer(buffer.baseAddress.unsafelyUnwrapped)
            unsafe (room + count).copyMemory(from: source, byteCount: length)
            count &+= length
        }
    }

    /// Has the writer begin again.
    @inline(never)
    @usableFromInline package mutating func fillUp() { append(repeating: 0, count: freeCapacity) }
}
