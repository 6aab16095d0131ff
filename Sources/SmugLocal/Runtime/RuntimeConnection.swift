internal import SmugHTTP
internal import SmugLoop

/// Who answers the calls that come in on a ``RuntimeConnection``.
protocol RuntimeConnectionDelegate: AnyObject {
    /// A whole call came in; nothing more is read until it has its answer.
    func runtimeDidCall(_ request: RuntimeRequest, on connection: RuntimeConnection)

    /// The connection is gone, by whichever side.
    func runtimeConnectionDidClose(_ connection: RuntimeConnection)
}

/// One call of the Runtime API.
struct RuntimeRequest {
    let head: HTTPRequestHead
    let call: RuntimeCall
    /// Empty where it was larger than the limit.
    let body: [UInt8]
    let isTooLarge: Bool
}

/// One connection of a runtime, in callbacks of its loop.
///
/// A runtime asks for work, and that call has its answer when there is work: maybe hours later. A
/// task for each connection would only wait. The server for everybody else's requests has time
/// limits for each phase of a connection, which a runtime that thinks must not run into.
final class RuntimeConnection: ByteStreamDelegate {
    /// How much of an answer is taken.
    static let maxAnswerBytes = 6_291_556

    private let stream: ByteStream
    private unowned let delegate: any RuntimeConnectionDelegate
    private var parser = HTTPRequestParser()
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var isTooLarge = false
    /// Whether the call at hand waits for its answer.
    private var isAnswering = false
    private var isClosing = false

    /// Takes over an accepted socket; the delegate outlives the connection.
    init(socket: Int32, on loop: EventLoop, delegate: any RuntimeConnectionDelegate)
        throws(LoopError)
    {
        stream = try ByteStream(socket: socket, on: loop)
        self.delegate = delegate
        stream.delegate = self
        stream.startReading()
    }

    // MARK: - Reading

    func streamDidReceive(_ bytes: Span<UInt8>) {
        var offset = 0
        while !stream.isClosed {
            if isAnswering {
                // A runtime waits for each answer: bytes that come before it are none of HTTP's.
                if offset < bytes.count { close(telling: true) }
                return
            }
            guard offset < bytes.count || head != nil else { return }
            do throws(HTTPParseError) {
                switch try parser.next(bytes, &offset) {
                case .needMore: return
                case .head(let head): begin(head)
                case .body(let range): append(bytes.extracting(range))
                case .end: finish()
                }
            } catch {
                respond(
                    error.status,
                    body: RuntimeDocument.error("InvalidRequest", error.description),
                    keepAlive: false)
                return closeWhenWritten()
            }
        }
    }

    private func begin(_ head: HTTPRequestHead) {
        self.head = head
        if case .length(let length) = head.framing {
            body.reserveCapacity(min(length, Self.maxAnswerBytes))
        }
        if head.expectsContinue {
            var bytes: [UInt8] = []
            HTTPResponseSerializer.appendContinue(to: &bytes)
            stream.write(bytes)
        }
    }

    /// What is too large is read to its end and dropped: a runtime that is cut off while it writes
    /// never sees why.
    private func append(_ part: Span<UInt8>) {
        if isTooLarge { return }
        guard part.count <= Self.maxAnswerBytes - body.count else {
            isTooLarge = true
            body = []
            return
        }
        unsafe part.withUnsafeBufferPointer { unsafe body.append(contentsOf: unsafe $0) }
    }

    private func finish() {
        guard let head else { return }
        let request = RuntimeRequest(
            head: head, call: RuntimeCall(head), body: body, isTooLarge: isTooLarge)
        body = []
        isTooLarge = false
        isAnswering = true
        delegate.runtimeDidCall(request, on: self)
    }

    // MARK: - Answering

    private static let jsonFields: HTTPFields = {
        var fields = HTTPFields()
        fields.append(name: "content-type", value: "application/json")
        return fields
    }()

    /// Answers the call at hand with a document.
    func respond(_ status: HTTPStatus, body: [UInt8]) {
        respond(status, fields: Self.jsonFields, body: body)
    }

    /// Answers the call at hand.
    ///
    /// `fields` hold the content type: there are runtimes that die of an answer without one.
    func respond(_ status: HTTPStatus, fields: HTTPFields, body: [UInt8]) {
        guard let head else { return }
        let keepAlive = head.keepAlive
        self.head = nil
        isAnswering = false
        write(status, fields, body, keepAlive: keepAlive, head.version)
        if !keepAlive { closeWhenWritten() }
    }

    private func respond(_ status: HTTPStatus, body: [UInt8], keepAlive: Bool) {
        write(status, Self.jsonFields, body, keepAlive: keepAlive, .http11)
    }

    private func write(
        _ status: HTTPStatus, _ fields: HTTPFields, _ body: [UInt8], keepAlive: Bool,
        _ version: HTTPVersion
    ) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(128 + fields.bytes.count + body.count)
        HTTPResponseSerializer.appendHead(
            status: status, fields: fields, framing: .length(body.count), keepAlive: keepAlive,
            date: [], version: version, to: &bytes)
        bytes.append(contentsOf: body)
        stream.write(bytes)
    }

    // MARK: - The end

    /// Closes the connection; what is not written yet is dropped.
    func close() { close(telling: false) }

    func streamDidEnd(_ error: LoopError?) { close(telling: true) }

    func streamDidDrain() {
        if isClosing { close(telling: true) }
    }

    private func closeWhenWritten() {
        guard stream.pendingBytes > 0 else { return close(telling: true) }
        isClosing = true
        stream.stopReading()
    }

    private func close(telling: Bool) {
        guard !stream.isClosed else { return }
        stream.close()
        if telling { delegate.runtimeConnectionDidClose(self) }
    }
}
