internal import SmugNet

/// How much of a request's body its client may send before it is told to go on.
///
/// It alone bounds what is held. The connection's window is given back for whatever comes: if it
/// were not, requests of which each has room left would wait for one another.
struct RequestWindow {
    private var size = HTTP2Limits.streamWindowBytes
    /// What came and counts against it.
    private var used = 0

    /// Makes it as large as what a handler wants together: it need not open again for that, which
    /// the client is only told when half of it is free.
    ///
    /// - Returns: its new size, which the client is to be told; `nil` where it stays.
    mutating func widen(for need: BodyNeed) -> Int? {
        let wanted = min(need.maxHeldBytes, HTTP2Limits.maxStreamWindowBytes)
        guard wanted > size else { return nil }
        size = wanted
        return size
    }

    /// Bytes of the body came.
    mutating func came(_ count: Int) { used += count }

    /// What the client may send again: all that came, or nothing as long as more could then be held
    /// than may.
    ///
    /// - Parameter held: what waits for the handler.
    mutating func take(holding held: Int, for need: BodyNeed) -> Int {
        guard held <= max(0, need.maxHeldBytes - size) else { return 0 }
        let taken = used
        used = 0
        return taken
    }
}
