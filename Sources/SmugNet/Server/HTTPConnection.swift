package import SmugLoop

/// One client's connection as its server holds it, on one loop.
package protocol HTTPConnection: ByteStreamDelegate, Sendable {
    var loop: EventLoop { get }

    /// Serves until the connection ends; `onClose` is called on the loop when it has and all
    /// handlers have returned.
    func start(onClose: @escaping () -> Void)
    /// Ends the connection as soon as no request is being received or answered.
    func drain()
    /// Has requests without an answer answered that the server ends, and breaks off answers in parts;
    /// what is left a moment later ends with ``cancel()``.
    func cutOff()
    /// Ends the connection now; an answer that is being sent is broken off.
    func cancel()
}

/// What the connections of one server share on one loop.
package struct HTTPServerContext {
    package let handler: any HTTPHandler
    package internal(set) var settings: HTTPServerSettings
    private let dates = DateCache()

    init(handler: any HTTPHandler, settings: HTTPServerSettings) {
        self.handler = handler
        self.settings = settings
    }

    /// The `Date` field's value now.
    package func date() -> [UInt8] { dates.now() }
}
