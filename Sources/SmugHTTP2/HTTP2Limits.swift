/// What one client of HTTP/2 may hold and may waste.
///
/// Limits on a request's head, its body and the time for either are those of the server, as for
/// HTTP/1.1.
package struct HTTP2Limits: Sendable {
    /// Requests of a connection at one time; further ones are refused, as never begun.
    package var maxConcurrentStreams = 128
    /// CONTINUATION frames of one head (CVE-2024-24549 and its kin are heads without end).
    package var maxContinuations = 8
    /// Streams that a client resets, or brings the server to reset, faster than this are a flood
    /// (CVE-2023-44487, CVE-2025-8671).
    package var streamResets = Allowance(capacity: 500, perSecond: 20)
    /// Frames that belong to no request: SETTINGS, PING, PRIORITY, WINDOW_UPDATE, DATA without
    /// data, and unknown ones (CVE-2019-9511 to 9518).
    package var overheadFrames = Allowance(capacity: 1_000, perSecond: 50)
    /// What a request, and what each frame of data that is sent, allows of overhead beside it.
    package var overheadPerFrame = 4

    /// Frames that wait to be sent, answers' data aside: most are answers to what a client sends
    /// without reading, such as resets of malformed requests, which are counted when they are sent.
    package var maxUnreadFrames = 4_096

    /// What of a request's body may come before its handler asks for it.
    static let streamWindowBytes = 65_536
    /// The same once a handler has asked for a whole body that is larger; it says how large.
    ///
    /// Half of what a window may be (RFC 9113, section 6.9.1), as settings under way add to it.
    static let maxStreamWindowBytes = 1 << 30
    /// What of all bodies of a connection may be on its way.
    static let connectionWindowBytes = 1_048_576
    /// About what is handed to the system in one write; more waits until that is taken.
    static let maxWriteBytes = 65_536
    /// How long a client that is asked to leave may take to hear of it: requests that were under way
    /// to this server are taken until then.
    static let shutdownNoticeTimeout = Duration.seconds(1)

    /// How long a client may take to read its answer before it is told not to send the rest of its
    /// request.
    static let resetPause = Duration.milliseconds(100)

    package init() {}
}
