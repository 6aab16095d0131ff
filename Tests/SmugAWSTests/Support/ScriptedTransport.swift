import SmugHTTP
import Synchronization

@testable import SmugAWS

/// Answers out of a closure; keeps what it was asked, and waits for nothing.
final class ScriptedTransport: HTTPTransport {
    typealias Script =
        @Sendable (OutgoingRequest, _ number: Int) throws(TransportError) ->
        IncomingResponse

    private let script: Script
    private let asked = Mutex<[OutgoingRequest]>([])
    private let pauses = Mutex<[Duration]>([])

    init(_ script: @escaping Script) {
        self.script = script
    }

    var requests: [OutgoingRequest] { asked.withLock { $0 } }
    var waited: [Duration] { pauses.withLock { $0 } }

    func perform(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse {
        let number = asked.withLock { asked in
            asked.append(request)
            return asked.count
        }
        return try script(request, number)
    }

    func pause(for duration: Duration) async { pauses.withLock { $0.append(duration) } }
}

extension IncomingResponse {
    init(_ status: Int, _ body: String = "", _ fields: [(String, String)] = []) {
        var all = HTTPFields()
        for (name, value) in fields { try? all.append(name, value) }
        self.init(status: status, fields: all, body: Array(body.utf8))
    }
}

extension OutgoingRequest {
    /// The value of a field line, as it is sent.
    func field(_ name: String) -> String? {
        let start = name + ": "
        return fieldLines.first { $0.hasPrefix(start) }.map { String($0.dropFirst(start.count)) }
    }

    var text: String { String(decoding: body, as: UTF8.self) }
}
