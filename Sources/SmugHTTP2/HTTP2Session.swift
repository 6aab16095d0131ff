internal import CNghttp2
internal import SmugHTTP
internal import SmugNet

/// nghttp2's side of a connection: frames, compression of fields, windows, states of streams.
///
/// Only for its connection's loop. What it finds in received bytes it tells the connection from
/// within ``receive(_:)``; what is to be sent it asks of the streams within ``produce(upTo:)``.
@safe final class HTTP2Session {
    /// Why the library takes no more of what a client sends.
    enum Failure: Error {
        /// The connection itself refused a frame.
        case refused
        /// As many answers wait to be sent as may.
        case flooded
        case tooManyContinuations
        case broken
    }

    private let session: OpaquePointer
    /// What has been produced and not been taken.
    var output: [UInt8] = []

    init(for connection: HTTP2Connection, maxStreams: Int, maxHeadBytes: Int) {
        var session: OpaquePointer?
        let owner = unsafe Unmanaged.passUnretained(connection).toOpaque()
        let status = unsafe nghttp2_session_server_new2(
            &session, SessionCallbacks.shared.pointer, owner, SessionOptions.shared.pointer)
        guard status == 0, let session = unsafe session else {
            preconditionFailure("no memory for a session of HTTP/2")
        }
        unsafe self.session = session
        submitSettings(maxStreams: maxStreams, maxHeadBytes: maxHeadBytes)
    }

    deinit { unsafe nghttp2_session_del(session) }

    private func submitSettings(maxStreams: Int, maxHeadBytes: Int) {
        let settings = [
            (NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, maxStreams),
            (NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, HTTP2Limits.streamWindowBytes),
            (NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, maxHeadBytes),
            (NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1),
        ].map { name, value in
            nghttp2_settings_entry(
                settings_id: Int32(name.rawValue), value: UInt32(clamping: value))
        }
        unsafe nghttp2_submit_settings(
            session, UInt8(NGHTTP2_FLAG_NONE.rawValue), settings, settings.count)
        setWindow(HTTP2Limits.connectionWindowBytes, of: 0)
    }

    // MARK: - Bytes

    /// Takes bytes that the client has sent.
    func receive(_ bytes: Span<UInt8>) throws(Failure) {
        let status = unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe nghttp2_session_mem_recv(session, bytes.baseAddress, bytes.count)
        }
        guard status < 0 else { return }
        switch Int32(status) {
        case NGHTTP2_ERR_CALLBACK_FAILURE.rawValue: throw .refused
        case NGHTTP2_ERR_FLOODED.rawValue: throw .flooded
        case NGHTTP2_ERR_TOO_MANY_CONTINUATIONS.rawValue: throw .tooManyContinuations
        default: throw .broken
        }
    }

    /// Adds frames to ``output`` until it has about so many bytes.
    ///
    /// - Returns: whether there may be more.
    func produce(upTo limit: Int) -> Bool {
        while output.count < limit {
            var frame: UnsafePointer<UInt8>?
            let count = unsafe nghttp2_session_mem_send(session, &frame)
            guard count > 0, let frame = unsafe frame else { return false }
            if output.isEmpty { output.reserveCapacity(2048) }
            unsafe output.append(contentsOf: UnsafeBufferPointer(start: frame, count: count))
        }
        return true
    }

    /// Hands over what was produced.
    func takeOutput() -> [UInt8] {
        let taken = output
        output = []
        return taken
    }

    /// Frames that wait to be sent, without the data of answers.
    var queuedFrames: Int { unsafe nghttp2_session_get_outbound_queue_size(session) }

    /// Whether anything can still come or go.
    var isOver: Bool {
        unsafe nghttp2_session_want_read(session) == 0 && nghttp2_session_want_write(session) == 0
    }

    // MARK: - Streams

    func attach(_ stream: HTTP2Stream) {
        let context = unsafe Unmanaged.passUnretained(stream).toOpaque()
        unsafe nghttp2_session_set_stream_user_data(session, stream.id, context)
    }

    func detach(_ id: Int32) {
        unsafe nghttp2_session_set_stream_user_data(session, id, nil)
    }

    /// The stream of this number, while it is open.
    func stream(_ id: Int32) -> HTTP2Stream? {
        guard let context = unsafe nghttp2_session_get_stream_user_data(session, id) else {
            return nil
        }
        return unsafe Unmanaged<HTTP2Stream>.fromOpaque(context).takeUnretainedValue()
    }

    /// What the client takes at the moment of a stream's data.
    func remoteWindow(of id: Int32) -> Int {
        min(streamWindow(of: id), Int(unsafe nghttp2_session_get_remote_window_size(session)))
    }

    /// The same as far as it is the stream's own, whatever others have used of the connection's.
    func streamWindow(of id: Int32) -> Int {
        Int(unsafe nghttp2_session_get_stream_remote_window_size(session, id))
    }

    /// What the client may still send of a body before it is allowed more.
    func clientWindow(of id: Int32) -> Int {
        Int(unsafe nghttp2_session_get_stream_local_window_size(session, id))
    }

    /// Lets the client send so many bytes more on the stream.
    func consume(_ count: Int, of id: Int32) {
        unsafe nghttp2_session_consume_stream(session, id, count)
    }

    /// Lets it send so many more on the connection.
    func consumeOfConnection(_ count: Int) {
        unsafe nghttp2_session_consume_connection(session, count)
    }

    /// Sets how much may be under way to this side; 0 is the connection.
    func setWindow(_ bytes: Int, of id: Int32) {
        unsafe nghttp2_session_set_local_window_size(
            session, UInt8(NGHTTP2_FLAG_NONE.rawValue), id, Int32(clamping: bytes))
    }

    /// Asks the stream again for what it could not give.
    func resume(_ id: Int32) {
        unsafe nghttp2_session_resume_data(session, id)
    }

    func reset(_ id: Int32, _ code: nghttp2_error_code) {
        unsafe nghttp2_submit_rst_stream(
            session, UInt8(NGHTTP2_FLAG_NONE.rawValue), id, code.rawValue)
    }

    // MARK: - The end

    /// Tells the client that the end is near, and asks when it has heard of it.
    func submitNotice() {
        unsafe nghttp2_submit_shutdown_notice(session)
        unsafe nghttp2_submit_ping(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), nil)
    }

    /// Tells the client which was its last request.
    func submitGoaway() {
        let last = unsafe nghttp2_session_get_last_proc_stream_id(session)
        unsafe nghttp2_submit_goaway(
            session, UInt8(NGHTTP2_FLAG_NONE.rawValue), last, NGHTTP2_NO_ERROR.rawValue, nil, 0)
    }

    /// Ends the connection, whatever is under way on it.
    func terminate(_ code: nghttp2_error_code) {
        unsafe nghttp2_session_terminate_session(session, code.rawValue)
    }

    // MARK: - Answers

    /// Submits `100 Continue`.
    func submitContinue(to id: Int32) {
        let text: StaticString = ":status100"
        var pair = unsafe nghttp2_nv(text.utf8Start, 7, text.utf8Start + 7, 3)
        unsafe nghttp2_submit_headers(
            session, UInt8(NGHTTP2_FLAG_NONE.rawValue), id, nil, &pair, 1, nil)
    }

    /// Submits a response's head; the stream is asked for the body, if it has one.
    ///
    /// - Parameter length: of the body, where it is known.
    func submitResponse(
        to id: Int32, _ status: HTTPStatus, _ fields: HTTPFields, length: Int?, date: [UInt8],
        hasBody: Bool
    ) {
        let own = OwnFields(status, length: length, date: date)
        unsafe own.bytes.withUnsafeBufferPointer { own in
            unsafe fields.bytes.withUnsafeBufferPointer { bytes in
                unsafe withUnsafeTemporaryAllocation(
                    of: nghttp2_nv.self, capacity: fields.count + OwnFields.maxCount
                ) { pairs in
                    var count = 0
                    unsafe OwnFields.write(own, length != nil, to: pairs, &count)
                    unsafe Self.write(fields, bytes, to: pairs, &count)
                    unsafe submit(to: id, pairs.baseAddress, count, hasBody)
                }
            }
        }
    }

    private static func write(
        _ fields: HTTPFields, _ bytes: UnsafeBufferPointer<UInt8>,
        to pairs: UnsafeMutableBufferPointer<nghttp2_nv>, _ count: inout Int
    ) {
        guard let base = bytes.baseAddress else { return }
        for entry in fields.entries where !fields.isOwnedBySerializer(entry) {
            let (name, value) = (entry.name, entry.value)
            var pair = unsafe nghttp2_nv(
                base + name.lowerBound, name.count, base + value.lowerBound, value.count)
            // Never the same twice: it would only drive others out of the table.
            if fields.has("x-request-id", entry) {
                unsafe pair.flags = UInt8(NGHTTP2_NV_FLAG_NO_INDEX.rawValue)
            }
            unsafe pairs.initializeElement(at: count, to: pair)
            count += 1
        }
    }

    private func submit(
        to id: Int32, _ pairs: UnsafeMutablePointer<nghttp2_nv>?, _ count: Int, _ hasBody: Bool
    ) {
        guard hasBody else {
            unsafe nghttp2_submit_response(session, id, pairs, count, nil)
            return
        }
        var provider = unsafe SessionCallbacks.dataProvider
        unsafe nghttp2_submit_response(session, id, pairs, count, &provider)
    }
}

/// The fields of an answer that the server itself says.
private struct OwnFields {
    static let maxCount = 3
    private static let dateCount = 29
    /// Status, date, length.
    let bytes: [UInt8]

    init(_ status: HTTPStatus, length: Int?, date: [UInt8]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(64)
        bytes.append(contentsOf: String(status.code).utf8)
        bytes.append(contentsOf: date)
        if let length { bytes.append(contentsOf: String(length).utf8) }
        self.bytes = bytes
    }

    static func write(
        _ bytes: UnsafeBufferPointer<UInt8>, _ hasLength: Bool,
        to pairs: UnsafeMutableBufferPointer<nghttp2_nv>, _ count: inout Int
    ) {
        let names: StaticString = ":statusdatecontent-length"
        guard let value = bytes.baseAddress else { return }
        let name = unsafe names.utf8Start
        unsafe pairs.initializeElement(at: 0, to: nghttp2_nv(name, 7, value, 3))
        unsafe pairs.initializeElement(at: 1, to: nghttp2_nv(name + 7, 4, value + 3, dateCount))
        count = 2
        guard hasLength else { return }
        let start = 3 + dateCount
        unsafe pairs.initializeElement(
            at: 2, to: nghttp2_nv(name + 11, 14, value + start, bytes.count - start))
        count = 3
    }
}

extension nghttp2_nv {
    /// The library copies both before the call that it is given to returns.
    fileprivate init(
        _ name: UnsafePointer<UInt8>, _ nameCount: Int, _ value: UnsafePointer<UInt8>,
        _ valueCount: Int
    ) {
        unsafe self.init(
            name: UnsafeMutablePointer(mutating: name),
            value: UnsafeMutablePointer(mutating: value), namelen: nameCount,
            valuelen: valueCount, flags: UInt8(NGHTTP2_NV_FLAG_NONE.rawValue))
    }
}
