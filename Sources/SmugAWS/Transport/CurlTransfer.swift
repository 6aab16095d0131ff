internal import CCurl
internal import SmugHTTP
internal import SmugLoop

/// One request on its way through libcurl, and the answer as it comes in.
@safe final class CurlTransfer {
    typealias Outcome = Result<IncomingResponse, TransportError>

    /// Who gets the answer.
    enum Receiver {
        /// Whole, when all of it is there.
        case whole((Outcome) -> Void)
        /// As it comes in.
        case stream(IncomingStream)
    }

    let handle: UnsafeMutableRawPointer
    private let request: OutgoingRequest
    private let receiver: Receiver
    private var fieldList: UnsafeMutablePointer<curl_slist>?
    private var fields = HTTPFields()
    private var body: [UInt8] = []
    private var receivedBytes = 0
    private var isDiscarded = false
    private var isTooLarge = false

    /// A handle with all that does not change from request to request.
    static func makeHandle(trusting authorities: CertificateAuthorities)
        -> UnsafeMutableRawPointer?
    {
        guard let handle = unsafe curl_easy_init() else { return nil }
        unsafe smug_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        unsafe smug_curl_set_long(handle, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        // As connections of our own have it, but for the number of probes.
        unsafe smug_curl_set_long(handle, CURLOPT_TCP_KEEPALIVE, 1)
        unsafe smug_curl_set_long(handle, CURLOPT_TCP_KEEPIDLE, 30)
        unsafe smug_curl_set_long(handle, CURLOPT_TCP_KEEPINTVL, 10)
        if let path = authorities.path {
            unsafe smug_curl_set_pointer(handle, CURLOPT_CAINFO, path)
        }
        // A path goes out as it was signed: `a/../b` is the key of an object.
        unsafe smug_curl_set_long(handle, CURLOPT_PATH_AS_IS, 1)
        unsafe smug_curl_set_write_function(handle, CURLOPT_WRITEFUNCTION) {
            bytes, size, count, context in
            unsafe CurlTransfer.of(context).received(bytes, size * count)
        }
        unsafe smug_curl_set_write_function(handle, CURLOPT_HEADERFUNCTION) {
            bytes, size, count, context in
            unsafe CurlTransfer.of(context).receivedLine(bytes, size * count)
        }
        return unsafe handle
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> CurlTransfer {
        guard let context = unsafe context else {
            preconditionFailure("a callback without a transfer")
        }
        return unsafe Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
    }

    init(
        handle: UnsafeMutableRawPointer, request: OutgoingRequest, _ receiver: Receiver
    ) {
        unsafe self.handle = handle
        self.request = request
        self.receiver = receiver
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe smug_curl_set_pointer(handle, CURLOPT_WRITEDATA, context)
        unsafe smug_curl_set_pointer(handle, CURLOPT_HEADERDATA, context)
        unsafe smug_curl_set_pointer(handle, CURLOPT_URL, request.url)
        setMethodAndBody()
        for line in request.fieldLines { unsafe fieldList = curl_slist_append(fieldList, line) }
        unsafe smug_curl_set_pointer(handle, CURLOPT_HTTPHEADER, fieldList)
        unsafe smug_curl_set_long(handle, CURLOPT_TIMEOUT_MS, request.timeout.curlMilliseconds)
        unsafe smug_curl_set_long(
            handle, CURLOPT_CONNECTTIMEOUT_MS, request.connectTimeout.curlMilliseconds)
        let direct: String? = request.avoidsProxy ? "*" : nil
        unsafe smug_curl_set_pointer(handle, CURLOPT_NOPROXY, direct)
    }

    private func setMethodAndBody() {
        guard request.method != .get else {
            unsafe smug_curl_set_long(handle, CURLOPT_HTTPGET, 1)
            // The handle may have sent another method before.
            let none: String? = nil
            unsafe smug_curl_set_pointer(handle, CURLOPT_CUSTOMREQUEST, none)
            return
        }
        unsafe smug_curl_set_long(handle, CURLOPT_POST, 1)
        let method = request.method == .post ? nil : request.method.rawValue
        unsafe smug_curl_set_pointer(handle, CURLOPT_CUSTOMREQUEST, method)
        unsafe smug_curl_set_size(
            handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count))
        unsafe request.body.withUnsafeBytes { bytes in
            // The array is a constant member of this object, which outlives the transfer, so its
            // storage stays where it is.
            _ = unsafe smug_curl_set_pointer(handle, CURLOPT_POSTFIELDS, bytes.baseAddress)
        }
    }

    private func received(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        if case .stream(let stream) = receiver {
            let part = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
            let isTaken = stream.take(unsafe part.bindMemory(to: UInt8.self).span)
            return isTaken ? count : Int(CURL_WRITEFUNC_PAUSE)
        }
        guard count <= request.maxResponseBytes - receivedBytes else {
            isTooLarge = true
            return 0
        }
        receivedBytes += count
        guard !isDiscarded else { return count }
        unsafe body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
        return count
    }

    /// Throws the bytes of an answer away, those that have come and those to come.
    func discard() {
        isDiscarded = true
        body = []
    }

    private func receivedLine(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        let line = unsafe Array(UnsafeRawBufferPointer(start: bytes, count: count))
        if line.starts(with: Array("HTTP/".utf8)) {
            // Each answer begins anew: what came before was an interim one.
            fields = HTTPFields()
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            var value = line[(colon + 1)...]
            while let last = value.last, last <= UInt8(ascii: " ") { value.removeLast() }
            while let first = value.first, first == UInt8(ascii: " ") { value.removeFirst() }
            // A field that is none is not worth the answer.
            try? fields.append(name: line[..<colon], value: value)
        } else if case .stream(let stream) = receiver, status >= 200 {
            stream.begin(status: status, fields: fields)
        }
        return count
    }

    func finish(_ result: CURLcode) {
        unsafe curl_slist_free_all(fieldList)
        unsafe fieldList = nil
        let error = result == CURLE_OK ? nil : error(result)
        switch receiver {
        case .stream(let stream): stream.end(error)
        case .whole(let resume):
            resume(
                error.map { .failure($0) }
                    ?? .success(IncomingResponse(status: status, fields: fields, body: body)))
        }
    }

    /// Of the answer's last head so far; 0 before there is any.
    private var status: Int {
        var status = 0
        unsafe smug_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        return status
    }

    deinit {
        unsafe curl_slist_free_all(fieldList)
    }

    private func error(_ result: CURLcode) -> TransportError {
        if isTooLarge {
            return TransportError(
                .malformedResponse, "the answer is over \(request.maxResponseBytes) bytes",
                isTooLarge: true)
        }
        let text = unsafe String(cString: curl_easy_strerror(result))
        return TransportError(failure(result), text)
    }

    private func failure(_ result: CURLcode) -> LambdaError.TransportFailure {
        switch result {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .nameNotResolved
        case CURLE_COULDNT_CONNECT: .connectFailed
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CACERT_BADFILE:
            .tlsFailed
        case CURLE_OPERATION_TIMEDOUT: wasSent ? .responseTimedOut : .connectTimedOut
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE:
            .connectionLost(requestSent: wasSent)
        case CURLE_ABORTED_BY_CALLBACK: .cancelled(requestSent: wasSent)
        default: .malformedResponse
        }
    }

    /// Whether the whole request is with the system, on its way to the service.
    var isSent: Bool {
        guard wasSent else { return false }
        var bytes: curl_off_t = 0
        unsafe smug_curl_get_size(handle, CURLINFO_SIZE_UPLOAD_T, &bytes)
        return bytes >= request.body.count
    }

    private var wasSent: Bool {
        var bytes = 0
        unsafe smug_curl_get_long(handle, CURLINFO_REQUEST_SIZE, &bytes)
        return bytes > 0
    }
}

extension Duration {
    /// What libcurl takes: 0 would mean no limit at all.
    fileprivate var curlMilliseconds: Int {
        max(1, Int(clamping: wholeNanoseconds / 1_000_000))
    }
}
