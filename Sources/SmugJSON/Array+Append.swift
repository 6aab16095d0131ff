extension Array where Element == UInt8 {
    /// Appends a text of our own; its length is known here, so that the copy is a few moves.
    @inlinable @inline(__always)
    package mutating func append(_ literal: StaticString) {
        let count = literal.utf8CodeUnitCount
        guard count > 0 else { return }
        append(addingCapacity: count) { $0.append(literal) }
    }

    /// Appends the bytes.
    ///
    /// Unlike the standard library's method on a slice this retains nothing.
    @inlinable @inline(__always)
    package mutating func append(_ bytes: Span<UInt8>) {
        // Else all threads write to the one empty array.
        guard !bytes.isEmpty else { return }
        append(addingCapacity: bytes.count) { $0.append(bytes) }
    }
}
