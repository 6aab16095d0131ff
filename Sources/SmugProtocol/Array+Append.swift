extension Array where Element == UInt8 {
    /// Appends a text of our own; its length is known here, so that the copy is a few moves.
    @inline(__always)
    mutating func append(_ literal: StaticString) {
        let count = literal.utf8CodeUnitCount
        unsafe append(UnsafeRawBufferPointer(start: literal.utf8Start, count: count))
    }

    /// Appends the bytes.
    ///
    /// Unlike the standard library's method on a slice this retains nothing.
    @inline(__always)
    mutating func append(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe append($0) }
    }

    @inline(__always)
    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
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
