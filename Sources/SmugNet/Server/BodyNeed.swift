/// What a handler wants of a request's body, and what the client has left to send it in.
package struct BodyNeed: Sendable {
    /// So many bytes at least; 0 before the handler has asked for any.
    package private(set) var bytes = 0
    /// Whether they are wanted together or as they come.
    private var isWhole = false
    /// Only the time in which the handler waits counts, over all of its waits: a client that
    /// sends byte by byte earns nothing by each.
    package private(set) var timeLeft: Duration
    /// Bytes that came since ``timeLeft`` was last filled up.
    private var progress = 0
    private let timeout: Duration

    package init(timeout: Duration = .zero) {
        self.timeout = timeout
        timeLeft = timeout
    }

    /// Whether the handler has not asked for anything yet.
    package var isUnasked: Bool { bytes == 0 }

    /// How many bytes may be held: what is wanted together, and what is read ahead anyway.
    package var maxHeldBytes: Int {
        max(isWhole ? bytes : 0, HTTPServerSettings.maxReadAheadBytes)
    }

    /// A handler asks for the next bytes, or for all of them up to one over `limit`.
    package mutating func asked(upTo limit: Int, isWhole: Bool) {
        bytes = limit < .max ? limit + 1 : limit
        self.isWhole = isWhole
    }

    /// Whether a handler that waits can go on with so many bytes.
    package func isMet(by held: Int) -> Bool {
        isWhole ? held >= bytes : held > 0
    }

    /// Bytes came.
    ///
    /// - Returns: whether they have earned the client its whole time anew.
    package mutating func arrived(_ count: Int) -> Bool {
        progress += count
        guard progress >= HTTPServerSettings.bodyProgressBytes else { return false }
        progress = 0
        timeLeft = timeout
        return true
    }

    /// A wait is over, with so much time left.
    package mutating func waited(timeLeft: Duration) {
        self.timeLeft = max(.zero, timeLeft)
    }
}
