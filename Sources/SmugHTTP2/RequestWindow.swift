internal import SmugNet

/// How much of a request's body its client may send before it is told to go on.
struct RequestWindow {
    private var size = HTTP2Limits.streamWindowBytes
    /// What came and counts against the client's window.
    private var used = 0

    /// Makes it larger where a handler wants a large body whole.
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
        held <= max(0, need.maxHeldBytes - size) ? takeAll() : 0
    }

    /// All that came, of which nothing counts any more.
    mutating func takeAll() -> Int {
        let taken = used
        used = 0
        return taken
    }
}
