/// Bytes both ways on one loop: a TCP connection, or what another target layers over one.
///
/// ``ByteStream`` says what each part means. Calls are only allowed on the loop's thread.
package protocol ByteTransport: AnyObject, Sendable {
    var loop: EventLoop { get }
    /// Held until the transport is closed.
    var delegate: (any ByteStreamDelegate)? { get set }
    /// Bytes that were written and that the system has not taken yet.
    var pendingBytes: Int { get }
    /// Bytes that were written and that the peer's system has not acknowledged yet; not for a hot
    /// path.
    var unsentBytes: Int { get }
    /// What both ends have agreed to speak; known when the first bytes arrive.
    ///
    /// `nil` where nobody was asked: then the first bytes must tell.
    var agreedProtocol: AgreedProtocol? { get }
    /// Whether nobody between the ends can read what is sent.
    var isEncrypted: Bool { get }

    func startReading()
    func stopReading()
    @discardableResult func write(_ bytes: [UInt8]) -> Bool
    /// The same for two arrays, the one after the other.
    @discardableResult func write(_ first: [UInt8], _ second: [UInt8]) -> Bool
    func shutdown()
    func close()
    func abort()

    /// Bytes that were written since the connection began, as they go out.
    var writtenBytes: Int { get }
    func takeArrived()
    func mayHaveArrived(after earlier: Int) -> Bool
}

/// What a connection's ends can agree on before its first bytes (RFC 7301).
package enum AgreedProtocol: Sendable {
    case http1
    case http2
}

extension ByteTransport {
    package var isEncrypted: Bool { false }
    package func write(_ first: [UInt8], _ second: [UInt8]) -> Bool { write(first + second) }
}

extension ByteStream: ByteTransport {
    package var agreedProtocol: AgreedProtocol? { nil }
}
