/// How much of a message is taken before it is refused.
///
/// Lengths of lines are without their CRLF. All limits hold while bytes arrive, also before a
/// line ends.
package struct HTTPLimits: Hashable, Sendable {
    /// Method, target and version; beyond it 414.
    package var maxRequestLineBytes = 16_384
    /// The method alone; beyond it 501.
    package var maxMethodBytes = 32
    /// One field line, also of a trailer and a status line; beyond it 431.
    package var maxFieldLineBytes = 16_384
    /// First line and fields together, with all line ends; beyond it 431.
    package var maxHeadBytes = 65_536
    /// Fields of a head; beyond it 431.
    package var maxFields = 128
    /// The size of a chunk and its extensions; beyond it 400.
    package var maxChunkLineBytes = 256
    /// All trailers of a message with their line ends; beyond it 431.
    package var maxTrailerBytes = 8_192
    /// The body without its framing; beyond it 413.
    ///
    /// Unlimited unless set.
    package var maxBodyBytes = Int.max
    /// Interim answers (1xx) before the real one, for our client.
    package var maxInterimResponses = 16

    /// The defaults.
    package init() {}
}
