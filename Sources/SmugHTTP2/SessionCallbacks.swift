internal import CNghttp2

/// What nghttp2 calls, and which of the connection's events it becomes.
///
/// No callback lets the library be entered again, but for orders that it queues.
@safe final class SessionCallbacks: @unchecked Sendable {
    static let shared = SessionCallbacks()

    let pointer: OpaquePointer?

    private init() {
        var callbacks: OpaquePointer?
        unsafe nghttp2_session_callbacks_new(&callbacks)
        unsafe pointer = callbacks
        setReceiving()
        setSending()
    }

    /// The connection that a session was made for.
    private static func connection(_ context: UnsafeMutableRawPointer?) -> HTTP2Connection {
        guard let context = unsafe context else {
            preconditionFailure("a callback of a session without a connection")
        }
        return unsafe Unmanaged<HTTP2Connection>.fromOpaque(context).takeUnretainedValue()
    }

    private func setReceiving() {
        unsafe nghttp2_session_callbacks_set_on_begin_frame_callback(pointer) {
            _, header, context in
            guard let header = unsafe header?.pointee else { return 0 }
            let connection = unsafe SessionCallbacks.connection(context)
            guard let frame = FloodGuard.Frame(header) else { return 0 }
            return connection.mayCome(frame) ? 0 : NGHTTP2_ERR_CALLBACK_FAILURE.rawValue
        }
        // It has been counted, and is of no use.
        unsafe nghttp2_session_callbacks_set_unpack_extension_callback(pointer) { _, _, _, _ in
            NGHTTP2_ERR_CANCEL.rawValue
        }
        unsafe nghttp2_session_callbacks_set_on_begin_headers_callback(pointer) {
            _, frame, context in
            guard let frame = unsafe frame else { return 0 }
            unsafe SessionCallbacks.connection(context).headBegan(
                on: frame.pointee.hd.stream_id,
                isRequest: frame.pointee.headers.cat == NGHTTP2_HCAT_REQUEST)
            return 0
        }
        unsafe nghttp2_session_callbacks_set_on_header_callback(pointer) {
            _, _, name, nameCount, value, valueCount, _, context in
            let name = unsafe UnsafeBufferPointer(start: name, count: nameCount)
            let value = unsafe UnsafeBufferPointer(start: value, count: valueCount)
            unsafe SessionCallbacks.connection(context).fieldCame(name.span, value.span)
            return 0
        }
        unsafe nghttp2_session_callbacks_set_on_invalid_header_callback(pointer) {
            _, _, name, nameCount, _, _, _, context in
            let name = unsafe UnsafeBufferPointer(start: name, count: nameCount)
            unsafe SessionCallbacks.connection(context).invalidFieldCame(name.span)
            return 0
        }
        unsafe nghttp2_session_callbacks_set_on_data_chunk_recv_callback(pointer) {
            _, _, id, data, count, context in
            let data = unsafe UnsafeBufferPointer(start: data, count: count)
            unsafe SessionCallbacks.connection(context).dataCame(data.span, on: id)
            return 0
        }
        unsafe nghttp2_session_callbacks_set_on_frame_recv_callback(pointer) { _, frame, context in
            guard let frame = unsafe frame else { return 0 }
            let connection = unsafe SessionCallbacks.connection(context)
            let isTaken = unsafe SessionCallbacks.received(frame.pointee, connection)
            return isTaken ? 0 : NGHTTP2_ERR_CALLBACK_FAILURE.rawValue
        }
    }

    private static func received(_ frame: nghttp2_frame, _ connection: HTTP2Connection) -> Bool {
        let header = unsafe frame.hd
        let isLast = header.has(NGHTTP2_FLAG_END_STREAM)
        switch UInt32(header.type) {
        case NGHTTP2_HEADERS.rawValue:
            connection.headEnded(on: header.stream_id, isLast: isLast)
        case NGHTTP2_DATA.rawValue:
            if isLast {
                connection.requestEnded(on: header.stream_id)
            } else if unsafe header.length <= frame.data.padlen {
                return connection.mayCome(.emptyData)
            }
        case NGHTTP2_SETTINGS.rawValue: connection.settingsCame()
        case NGHTTP2_PING.rawValue where header.has(NGHTTP2_FLAG_ACK): connection.noticeHeard()
        default: break
        }
        return true
    }

    private func setSending() {
        unsafe nghttp2_session_callbacks_set_send_data_callback(pointer) {
            _, frame, header, count, _, context in
            guard let id = unsafe frame?.pointee.hd.stream_id, let header = unsafe header else {
                return 0
            }
            let connection = unsafe SessionCallbacks.connection(context)
            let start = unsafe UnsafeBufferPointer(start: header, count: 9)
            unsafe connection.session.output.append(contentsOf: start)
            connection.session.stream(id)?.moveData(count, to: &connection.session.output)
            connection.guardian.dataSent()
            return 0
        }
        unsafe nghttp2_session_callbacks_set_on_frame_send_callback(pointer) { _, frame, context in
            guard let frame = unsafe frame?.pointee else { return 0 }
            let connection = unsafe SessionCallbacks.connection(context)
            switch unsafe UInt32(frame.hd.type) {
            case NGHTTP2_RST_STREAM.rawValue:
                unsafe connection.resetSent(frame.rst_stream.error_code)
            case NGHTTP2_GOAWAY.rawValue:
                unsafe connection.goawaySent(frame.goaway.error_code)
            case NGHTTP2_HEADERS.rawValue, NGHTTP2_DATA.rawValue:
                if unsafe frame.hd.has(NGHTTP2_FLAG_END_STREAM) {
                    unsafe connection.answerSent(on: frame.hd.stream_id)
                }
            default: break
            }
            return 0
        }
        unsafe nghttp2_session_callbacks_set_on_frame_not_send_callback(pointer) {
            _, frame, _, context in
            guard let header = unsafe frame?.pointee.hd,
                UInt32(header.type) == NGHTTP2_HEADERS.rawValue
            else { return 0 }
            unsafe SessionCallbacks.connection(context).answerNotSent(on: header.stream_id)
            return 0
        }
        unsafe nghttp2_session_callbacks_set_on_stream_close_callback(pointer) {
            _, id, _, context in
            unsafe SessionCallbacks.connection(context).streamClosed(id)
            return 0
        }
    }

    /// Asks the stream of an answer for its body.
    static var dataProvider: nghttp2_data_provider {
        unsafe nghttp2_data_provider(source: nghttp2_data_source(ptr: nil)) {
            _, id, _, limit, flags, _, context in
            let connection = unsafe SessionCallbacks.connection(context)
            guard let stream = connection.session.stream(id),
                let (count, isLast) = stream.nextData(upTo: limit)
            else { return Int(NGHTTP2_ERR_DEFERRED.rawValue) }
            unsafe flags?.pointee |= NGHTTP2_DATA_FLAG_NO_COPY.rawValue
            if isLast { unsafe flags?.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue }
            return count
        }
    }
}

extension nghttp2_frame_hd {
    fileprivate func has(_ flag: nghttp2_flag) -> Bool { UInt32(flags) & flag.rawValue != 0 }
}

extension FloodGuard.Frame {
    /// What a frame's header tells; data is told by what it holds.
    fileprivate init?(_ header: nghttp2_frame_hd) {
        switch UInt32(header.type) {
        case NGHTTP2_DATA.rawValue, NGHTTP2_HEADERS.rawValue, NGHTTP2_GOAWAY.rawValue: return nil
        case NGHTTP2_CONTINUATION.rawValue: self = .continuation
        case NGHTTP2_RST_STREAM.rawValue: self = .reset
        case NGHTTP2_SETTINGS.rawValue: self = .settings
        case NGHTTP2_PING.rawValue: self = .ping
        case NGHTTP2_PRIORITY.rawValue, NGHTTP2_PRIORITY_UPDATE.rawValue: self = .priority
        case NGHTTP2_WINDOW_UPDATE.rawValue: self = .windowUpdate
        default: self = .unknown
        }
    }
}
