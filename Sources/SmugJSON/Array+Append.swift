extension Array where Element == UInt8 {
    /// Appends a text of our own; its length is known here, so that the copy is a few moves.
    @inlinable @inline(__always)
    package mutating func append(_ literal: StaticString) {
        let count = literal.utf8CodeUnitCount
        unsafe append(UnsafeRawBufferPointer(start: literal.utf8Start, count: count))
    }

    /// Appends the bytes.
    ///
    /// Unlike the standard library's method on a slice this retains nothing.
    @inlinable @inline(__always)
    package mutating func append(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe append($0) }
    }

    @inlinable @inline(__always)
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count > 0 else { return }  // else all threads write to the one empty array
        append(addingCapacity: bytes.count) { sink in
            unsafe sink.withUnsafeMutableBufferPointer { buffer, count in
                let room = UnsafeMutableRawBufferPointer(buffer)
                unsafe room.copyMemory(from: bytes)
                count = bytes.count
            }
        }
    }
}
