internal import CNghttp2

/// How nghttp2 is to behave, the same for all sessions.
@safe final class SessionOptions: @unchecked Sendable {
    static let shared = SessionOptions()

    /// Answers to SETTINGS and PING that may wait to be sent: more than ``FloodGuard`` lets come, which
    /// alone says what a flood is and of what kind.
    private static let maxOutboundAcknowledgements = 10_000

    /// Of an answer's head as it is sent: well over what a function may say of headers.
    ///
    /// nghttp2's own limit is not, as it counts twelve bytes a field beside what the field says.
    private static let maxHeadBlockBytes = 262_144

    let pointer: OpaquePointer?

    private init() {
        var option: OpaquePointer?
        unsafe nghttp2_option_new(&option)
        // Windows open as handlers take what came.
        unsafe nghttp2_option_set_no_auto_window_update(option, 1)
        unsafe nghttp2_option_set_no_closed_streams(option, 1)
        unsafe nghttp2_option_set_max_outbound_ack(option, Self.maxOutboundAcknowledgements)
        unsafe nghttp2_option_set_max_send_header_block_length(option, Self.maxHeadBlockBytes)
        // Frames of types that it does not know it would skip without a word, however many come.
        for type in 0x0A...0xFF as ClosedRange<UInt8> {
            unsafe nghttp2_option_set_user_recv_extension_type(option, type)
        }
        unsafe pointer = option
    }
}
