import CNghttp2
import SmugLoop
import TestSupport

/// A client of HTTP/2 over nghttp2's other side.
///
/// Everything is on the loop that it was connected on.
final class HTTP2TestClient: ByteStreamDelegate, @unchecked Sendable {
    struct Response {
        /// Status first, then as they came; those of interim responses are apart.
        var fields: [(name: String, value: String)] = []
        var interim: [String] = []
        var body: [UInt8] = []
        var isEnded = false
        /// The code with which the stream was closed.
        var closed: UInt32?

        var status: Int { Int(self[":status"] ?? "") ?? 0 }
        var text: String { String(decoding: body, as: UTF8.self) }

        subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }
    }

    private struct Upload {
        var bytes: [UInt8] = []
        var isLast = false
    }

    let stream: ByteStream
    private(set) var responses: [Int32: Response] = [:]
    /// Last stream and code of each GOAWAY.
    private(set) var goaways: [(last: Int32, code: UInt32)] = []
    private(set) var isEnded = false
    /// Whether what the server sends lets it send more.
    var opensWindow = true
    private var uploads: [Int32: Upload] = [:]
    private var session: OpaquePointer?
    private var waiter: (isMet: () -> Bool, resume: (Result<Void, any Error>) -> Void)?

    init(_ stream: ByteStream, window: Int) {
        self.stream = stream
        var callbacks: OpaquePointer?
        var option: OpaquePointer?
        nghttp2_option_new(&option)
        nghttp2_option_set_no_auto_window_update(option, 1)
        nghttp2_option_set_max_send_header_block_length(option, 1_048_576)
        nghttp2_session_callbacks_new(&callbacks)
        Self.set(callbacks)
        nghttp2_session_client_new2(
            &session, callbacks, Unmanaged.passUnretained(self).toOpaque(), option)
        nghttp2_session_callbacks_del(callbacks)
        nghttp2_option_del(option)
        let settings = [
            nghttp2_settings_entry(
                settings_id: Int32(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE.rawValue),
                value: UInt32(window))
        ]
        nghttp2_submit_settings(session, 0, settings, settings.count)
        stream.delegate = self
        stream.startReading()
        flush()
    }

    deinit { nghttp2_session_del(session) }

    private static func of(_ context: UnsafeMutableRawPointer?) -> HTTP2TestClient {
        guard let context else { preconditionFailure("a callback without its client") }
        return Unmanaged<HTTP2TestClient>.fromOpaque(context).takeUnretainedValue()
    }

    private static func set(_ callbacks: OpaquePointer?) {
        nghttp2_session_callbacks_set_on_header_callback(callbacks) {
            _, frame, name, nameCount, value, valueCount, _, context in
            guard let frame else { return 0 }
            let name = UnsafeBufferPointer(start: name, count: nameCount)
            let value = UnsafeBufferPointer(start: value, count: valueCount)
            let client = HTTP2TestClient.of(context)
            client.responses[frame.pointee.hd.stream_id, default: Response()].fields.append(
                (String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self)))
            return 0
        }
        nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks) {
            _, _, id, data, count, context in
            let client = HTTP2TestClient.of(context)
            client.responses[id]?.body += UnsafeBufferPointer(start: data, count: count)
            if client.opensWindow { nghttp2_session_consume(client.session, id, count) }
            return 0
        }
        nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks) { _, frame, context in
            if let frame { HTTP2TestClient.of(context).received(frame.pointee) }
            return 0
        }
        nghttp2_session_callbacks_set_on_stream_close_callback(callbacks) { _, id, code, context in
            HTTP2TestClient.of(context).responses[id, default: Response()].closed = code
            return 0
        }
    }

    private func received(_ frame: nghttp2_frame) {
        let id = frame.hd.stream_id
        switch UInt32(frame.hd.type) {
        case NGHTTP2_GOAWAY.rawValue:
            goaways.append((frame.goaway.last_stream_id, frame.goaway.error_code))
        case NGHTTP2_HEADERS.rawValue:
            if let response = responses[id], response.status / 100 == 1 {
                responses[id]?.interim.append("\(response.status)")
                responses[id]?.fields = []
            }
        default: break
        }
        if UInt32(frame.hd.flags) & NGHTTP2_FLAG_END_STREAM.rawValue != 0,
            frame.hd.type <= NGHTTP2_HEADERS.rawValue
        {
            responses[id]?.isEnded = true
        }
    }

    // MARK: - Asking

    /// Begins a request; without `body` it is whole.
    @discardableResult
    func request(
        _ method: String = "GET", _ path: String = "/", _ fields: [(String, String)] = [],
        body: [UInt8]? = nil, isLast: Bool = true
    ) -> Int32 {
        let pseudo = [
            (":method", method), (":scheme", "http"), (":authority", "a"), (":path", path),
        ]
        var memory: [UnsafeMutableBufferPointer<UInt8>] = []
        defer { memory.forEach { $0.deallocate() } }
        let pairs = (pseudo + fields).map { name, value in
            let bytes = Array((name + value).utf8)
            let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
            _ = copy.initialize(from: bytes)
            memory.append(copy)
            let count = name.utf8.count
            return nghttp2_nv(
                name: copy.baseAddress, value: copy.baseAddress?.advanced(by: count),
                namelen: count,
                valuelen: bytes.count - count, flags: 0)
        }
        let id: Int32
        if let body {
            var provider = nghttp2_data_provider(source: nghttp2_data_source(ptr: nil)) {
                _, id, buffer, limit, flags, _, context in
                guard let buffer, let flags else { return 0 }
                return HTTP2TestClient.of(context).upload(id, buffer, limit, flags)
            }
            id = nghttp2_submit_request(session, nil, pairs, pairs.count, &provider, nil)
            uploads[id] = Upload(bytes: body, isLast: isLast)
        } else {
            id = nghttp2_submit_request(session, nil, pairs, pairs.count, nil, nil)
        }
        flush()
        return id
    }

    /// Sends more of a body.
    func send(_ bytes: [UInt8], on id: Int32, isLast: Bool = false) {
        uploads[id]?.bytes += bytes
        uploads[id]?.isLast = isLast
        nghttp2_session_resume_data(session, id)
        flush()
    }

    private func upload(
        _ id: Int32, _ buffer: UnsafeMutablePointer<UInt8>, _ limit: Int,
        _ flags: UnsafeMutablePointer<UInt32>
    ) -> Int {
        let upload = uploads[id] ?? Upload()
        let count = min(limit, upload.bytes.count)
        if count == 0, !upload.isLast { return Int(NGHTTP2_ERR_DEFERRED.rawValue) }
        for index in 0..<count { buffer[index] = upload.bytes[index] }
        uploads[id]?.bytes.removeFirst(count)
        if upload.isLast, count == upload.bytes.count {
            flags.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue
        }
        return count
    }

    /// Bytes of a body that the server has not taken.
    func unsent(of id: Int32) -> Int { uploads[id]?.bytes.count ?? 0 }

    func reset(_ id: Int32) {
        nghttp2_submit_rst_stream(session, 0, id, NGHTTP2_CANCEL.rawValue)
        flush()
    }

    /// Lets the server send all that the window held back.
    func openWindow(_ count: Int, of id: Int32) {
        nghttp2_submit_window_update(session, 0, id, Int32(count))
        nghttp2_submit_window_update(session, 0, 0, Int32(count))
        flush()
    }

    func close() { stream.close() }

    // MARK: - Answers

    /// The answer on this stream, when it is over.
    @discardableResult
    func response(_ id: Int32) async throws -> Response {
        try await wait { self.responses[id]?.closed != nil }
        return responses[id] ?? Response()
    }

    func wait(until isMet: @escaping () -> Bool) async throws {
        struct Ended: Error {}
        try await stream.loop.suspend { resume in
            self.waiter = ({ isMet() || self.isEnded }, resume)
            self.check()
            return { self.waiter = nil }
        }
        guard isMet() else { throw Ended() }
    }

    func waitForEnd() async throws { try await wait { self.isEnded } }

    // MARK: - The stream

    private func flush() {
        while true {
            var data: UnsafePointer<UInt8>?
            let count = nghttp2_session_mem_send(session, &data)
            guard count > 0 else { return }
            stream.write(Array(UnsafeBufferPointer(start: data, count: count)))
        }
    }

    func streamDidReceive(_ bytes: Span<UInt8>) {
        _ = bytes.withUnsafeBufferPointer {
            nghttp2_session_mem_recv(session, $0.baseAddress, $0.count)
        }
        flush()
        check()
    }

    func streamDidEnd(_ error: LoopError?) {
        isEnded = true
        check()
    }

    func streamDidDrain() {}

    private func check() {
        guard let waiter, waiter.isMet() else { return }
        self.waiter = nil
        waiter.resume(.success(()))
    }
}
