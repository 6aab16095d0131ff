/// What a client has sent before it was wanted: its next requests, and more of a body than the
/// handler has asked for.
struct ReadAhead {
    private var bytes: [UInt8] = []

    var isEmpty: Bool { bytes.isEmpty }
    /// Whether nothing more is to be read from the client.
    ///
    /// What one read brings may go beyond the limit.
    var isFull: Bool { bytes.count >= HTTPServerSettings.maxReadAheadBytes }

    mutating func append(_ more: Span<UInt8>) {
        unsafe more.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: unsafe $0) }
    }

    /// All of it, which is gone from here.
    mutating func take() -> [UInt8] {
        let taken = bytes
        bytes = []
        return taken
    }

    /// Keeps the rest of what was taken, from `offset` on.
    mutating func putBack(_ taken: [UInt8], from offset: Int) {
        if offset < taken.count { bytes = Array(taken[offset...]) }
    }

    mutating func drop() { bytes = [] }
}
