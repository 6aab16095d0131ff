extension OutputSpan<UInt8> {
    /// Appends bytes, for which there must be room, in one copy.
    @inline(__always)
    mutating func append(copying source: Span<UInt8>) {
        unsafe source.withUnsafeBytes { unsafe append(copying: $0) }
    }

    /// Appends a text that is known when this is compiled, for which there must be room.
    @inline(__always)
    mutating func append(copying literal: StaticString) {
        unsafe append(
            copying: UnsafeRawBufferPointer(
                start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    @inline(__always)
    private mutating func append(copying source: UnsafeRawBufferPointer) {
        precondition(source.count <= freeCapacity, "no room for what is copied")
        guard let start = source.baseAddress else { return }
        unsafe withUnsafeMutableBufferPointer { buffer, count in
            unsafe (UnsafeMutableRawPointer(buffer.baseAddress.unsafelyUnwrapped) + count)
                .copyMemory(from: start, byteCount: source.count)
            count &+= source.count
        }
    }
}
