internal import COpenSSL

/// What OpenSSL says of a call that failed: the first entry of the thread's queue, which is emptied.
struct OpenSSLFailure {
    /// The library that it comes from, such as `ERR_LIB_SSL`.
    let library: Int32
    /// The reason as that library numbers it.
    let reason: Int32
    let text: String

    /// Takes the queue of this thread.
    init() {
        let code = ERR_get_error()
        ERR_clear_error()
        library = ERR_GET_LIB(code)
        reason = ERR_GET_REASON(code)
        if let words = unsafe ERR_reason_error_string(code) {
            text = unsafe String(cString: words)
        } else {
            text = "error \(code) of OpenSSL"
        }
    }

    /// Forgets what calls of others have left behind, which the next failure would be taken for.
    static func forgetOthers() {
        if ERR_peek_error() != 0 { ERR_clear_error() }
    }
}
