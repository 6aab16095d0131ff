internal import CUV
internal import Glibc

/// A call to the system that failed.
package struct LoopError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The failures that code above the loop tells apart.
    package enum Code: Sendable, Hashable {
        case cancelled
        case endOfStream
        case connectionRefused
        case connectionReset
        case timedOut
        case addressInUse
        case addressUnavailable
        case accessDenied
        case notFound
        case tooManyOpenFiles
        case hostUnknown
        case other
    }

    package let code: Code
    /// The call that failed, such as `connect`.
    package let call: String
    /// What the system says of it, such as `ECONNREFUSED: connection refused`.
    package let message: String

    /// Whether the peer had ended its side before it refused more.
    let followsEnd: Bool

    package var description: String { "\(call): \(message)" }

    package init(_ code: Code, call: String, message: String) {
        self.code = code
        self.call = call
        self.message = message
        followsEnd = false
    }

    /// From a negative result of libuv, which is a negated `errno` or one of its own codes.
    init(uv status: Int32, call: String) {
        self.code = Code(uv: status)
        followsEnd = uv_errno_t(rawValue: status) == UV_EPIPE
        self.call = call
        self.message =
            unsafe "\(text(of: uv_err_name_r, status)): \(text(of: uv_strerror_r, status))"
    }

    init(errno code: Int32, call: StaticString) {
        self.init(uv: -code, call: "\(call)")
    }
}

extension LoopError.Code {
    fileprivate init(uv status: Int32) {
        self =
            switch uv_errno_t(rawValue: status) {
            case UV_ECANCELED: .cancelled
            case UV_EOF: .endOfStream
            case UV_ECONNREFUSED: .connectionRefused
            case UV_ECONNRESET, UV_EPIPE, UV_ECONNABORTED: .connectionReset
            case UV_ETIMEDOUT: .timedOut
            case UV_EADDRINUSE: .addressInUse
            case UV_EADDRNOTAVAIL: .addressUnavailable
            case UV_EACCES, UV_EPERM: .accessDenied
            case UV_ENOENT: .notFound
            case UV_EMFILE, UV_ENFILE: .tooManyOpenFiles
            case UV_EAI_NONAME, UV_EAI_NODATA, UV_EAI_AGAIN, UV_EAI_FAIL: .hostUnknown
            default: .other
            }
    }
}

/// Turns a negative result of libuv into an error.
@discardableResult
func uv(_ call: @autoclosure () -> String, _ status: Int32) throws(LoopError) -> Int32 {
    guard status >= 0 else { throw LoopError(uv: status, call: call()) }
    return status
}

/// Runs a system call until it is not interrupted, and turns `-1` into an error.
@discardableResult
func system<Result: FixedWidthInteger & SignedInteger>(
    _ call: StaticString, _ body: () -> Result
) throws(LoopError) -> Result {
    while true {
        let result = body()
        if result != -1 { return result }
        let code = errno
        if code != EINTR { throw LoopError(errno: code, call: call) }
    }
}

/// What one of libuv's functions writes of an error code into a buffer.
private func text(
    of describe: (Int32, UnsafeMutablePointer<CChar>?, Int) -> UnsafeMutablePointer<CChar>?,
    _ status: Int32
) -> String {
    var buffer = [CChar](repeating: 0, count: 128)
    unsafe buffer.withUnsafeMutableBufferPointer {
        unsafe _ = describe(status, $0.baseAddress, $0.count)
    }
    let bytes = buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
    return String(decoding: bytes, as: UTF8.self)
}
