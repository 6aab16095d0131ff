internal import COpenSSL
internal import Synchronization

/// Sessions with one server that its next connections resume.
final class ClientSessions: Sendable {
    /// The newest that are kept: a ticket of TLS 1.3 is used once (RFC 8446, appendix C.4).
    static let maxSessions = 16

    private let sessions = Mutex<[Session]>([])

    /// How many may be resumed.
    var count: Int { sessions.withLock { $0.count } }

    /// Takes over a reference of OpenSSL's.
    func keep(_ pointer: OpaquePointer) {
        let session = unsafe Session(pointer)
        sessions.withLock { sessions in
            sessions.append(session)
            if sessions.count > Self.maxSessions { sessions.removeFirst() }
        }
    }

    /// Has a connection that begins resume the newest.
    func resume(in ssl: OpaquePointer) {
        let session = sessions.withLock { sessions -> Session? in
            guard let newest = sessions.popLast() else { return nil }
            if newest.mayBeUsedAgain { sessions.append(newest) }
            return newest
        }
        if let session { unsafe SSL_set_session(ssl, session.pointer) }
    }
}

/// A reference to a session of OpenSSL's, which counts its own references.
@safe private final class Session: @unchecked Sendable {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe SSL_SESSION_free(pointer)
    }

    var mayBeUsedAgain: Bool {
        unsafe SSL_SESSION_get_protocol_version(pointer) == TLS1_2_VERSION
            && SSL_SESSION_is_resumable(pointer) == 1
    }
}
