internal import SmugHTTP
internal import SmugLoop

/// Who answers the calls that come in on a ``RuntimeConnection``.
protocol RuntimeConnectionDelegate: AnyObject {
    /// The head of an answer came in whose runtime streams it: where its parts go, if anybody wants
    /// them as they come.
    func runtimeDidBeginAnswer(_ head: HTTPRequestHead, _ id: Range<Int>) -> InvocationParts?

    /// A whole call came in; nothing more is read until it has its answer.
    func runtimeDidCall(_ request: RuntimeRequest, on connection: RuntimeConnection)

    /// The connection is gone, by whichever side.
    func runtimeConnectionDidClose(_ connection: RuntimeConnection)
}

/// One call of the Runtime API.
struct RuntimeRequest {
    let head: HTTPRequestHead
    let call: RuntimeCall
    /// Empty where it was larger than the limit, or has gone on in parts.
    let body: [UInt8]
    /// Of the body, also of one that has gone on in parts.
    let byteCount: Int
    let isTooLarge: Bool
    /// What came behind a body in chunks.
    let trailers: HTTPFields?
}

/// One connection of a runtime, in callbacks of its loop.
///
/// A runtime asks for work, and that call has its answer when there is work: maybe hours later. A
/// task for each connection would only wait. The server for everybody else's requests has time
/// limits for each phase of a connection, which a runtime that thinks must not run into.
final class RuntimeConnection: ByteStreamDelegate, @unchecked Sendable {
    /// How much of an answer is taken.
    static let maxAnswerBytes = 6_291_556
    /// The same of one that goes on in parts.
    static let maxStreamedBytes = 209_715_200

    private let stream: ByteStream
    private unowned let delegate: any RuntimeConnectionDelegate
    private var parser = HTTPRequestParser(keepsTrailers: true)
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    /// Where the body goes as it comes, instead of ``body``.
    private var parts: InvocationParts?
    /// What the parts' reader has no room for yet.
    private var held: [UInt8] = []
    private var streamedBytes = 0
    private var isTooLarge = false
    /// Whether the call at hand waits for its answer.
    private var isAnswering = false
    private var isClosing = false
    private var isHoldingBack = false
    /// Whether the call is whole but for what is held.
    private var isFinishing = false

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
            if isAnswering || isFinishing {
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
        if case .response(let id) = RuntimeCall(head),
            head.fields["lambda-runtime-function-response-mode"]?.lowercased() == "streaming"
        {
            parts = delegate.runtimeDidBeginAnswer(head, id)
            streamedBytes = 0
        }
        if parts == nil, case .length(let length) = head.framing {
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
        if let parts { return pass(part, to: parts) }
        guard part.count <= Self.maxAnswerBytes - body.count else {
            isTooLarge = true
            body = []
            return
        }
        unsafe part.withUnsafeBufferPointer { unsafe body.append(contentsOf: unsafe $0) }
    }

    private func pass(_ part: Span<UInt8>, to parts: InvocationParts) {
        guard part.count <= Self.maxStreamedBytes - streamedBytes else {
            isTooLarge = true
            return
        }
        streamedBytes += part.count
        unsafe part.withUnsafeBufferPointer { unsafe held.append(contentsOf: unsafe $0) }
        passOn(to: parts)
    }

    /// Hands on what is held; a runtime that writes faster than its caller reads has to wait.
    private func passOn(to parts: InvocationParts) {
        guard !isHoldingBack, !held.isEmpty else { return }
        guard case .full = parts.append(held) else {
            held = []
            return
        }
        isHoldingBack = true
        stream.stopReading()
        parts.whenRoom { [weak self] in
            guard let self else { return }
            self.stream.loop.execute { self.roomCame(in: parts) }
        }
    }

    private func roomCame(in parts: InvocationParts) {
        isHoldingBack = false
        passOn(to: parts)
        guard !isHoldingBack, !stream.isClosed else { return }
        if isFinishing { finish() }
        stream.startReading()
    }

    private func finish() {
        guard let head else { return }
        isFinishing = isHoldingBack
        // The end waits for its place behind what is held.
        guard !isHoldingBack else { return }
        let request = RuntimeRequest(
            head: head, call: RuntimeCall(head), body: body,
            byteCount: parts == nil ? body.count : streamedBytes, isTooLarge: isTooLarge,
            trailers: parser.trailers)
        body = []
        parts = nil
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

    /// Answers the call at hand, which has another method than its path takes.
    func refuseMethod(allowed: HTTPMethod) {
        var fields = HTTPFields([("allow", allowed.rawValue)])
        fields.append(name: "content-type", value: "application/json")
        respond(
            .methodNotAllowed, fields: fields,
            body: RuntimeDocument.error("MethodNotAllowed", "Method not allowed"))
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
