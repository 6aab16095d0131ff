/// What the fields of a message say about the message itself.
struct MessageFacts: Sendable {
    private(set) var contentLength: Int?
    private(set) var codings = TransferCodings.absent
    private(set) var hosts = 0
    private(set) var host: Range<Int>?
    private(set) var expectsContinue = false
    private(set) var hasUnknownExpectation = false
    private var close = false
    private var keepAlive = false

    /// Takes one more field, whose name is in lower case.
    ///
    /// Most names are told apart by their length alone.
    mutating func note(_ bytes: [UInt8], _ entry: HTTPFields.Entry) throws(HTTPParseError) {
        let name = entry.name
        switch name.count {
        case 4 where bytes.holds("host", at: name):
            hosts += 1
            host = entry.value
        case 6 where bytes.holds("expect", at: name):
            if bytes.holdsIgnoringCase("100-continue", at: entry.value) {
                expectsContinue = true
            } else {
                hasUnknownExpectation = true
            }
        case 10 where bytes.holds("connection", at: name):
            noteConnection(bytes, entry.value)
        case 14 where bytes.holds("content-length", at: name):
            guard contentLength == nil else { throw HTTPParseError(.duplicateContentLength) }
            contentLength = try Self.length(bytes, entry.value)
        case 17 where bytes.holds("transfer-encoding", at: name):
            try codings.add(bytes, entry.value)
        default: break
        }
    }

    /// Whether the connection may live on (RFC 9112, section 9.3).
    func keepAlive(_ version: HTTPVersion) -> Bool {
        !close && (version == .http11 || keepAlive)
    }

    /// Whether the body comes in chunks; refuses all that two parties could read differently.
    func isChunked(_ version: HTTPVersion) throws(HTTPParseError) -> Bool {
        if case .absent = codings { return false }
        guard contentLength == nil else { throw HTTPParseError(.ambiguousLength) }
        guard version == .http11 else { throw HTTPParseError(.transferEncodingInHTTP10) }
        guard case .chunked = codings else { throw HTTPParseError(.unsupportedTransferEncoding) }
        return true
    }

    private mutating func noteConnection(_ bytes: [UInt8], _ value: Range<Int>) {
        var options = ListElements(value)
        while let option = options.next(in: bytes) {
            if bytes.holdsIgnoringCase("close", at: option) { close = true }
            if bytes.holdsIgnoringCase("keep-alive", at: option) { keepAlive = true }
        }
    }

    private static func length(_ bytes: [UInt8], _ value: Range<Int>) throws(HTTPParseError) -> Int
    {
        guard !value.isEmpty else { throw HTTPParseError(.invalidContentLength) }
        var length = 0
        for index in value {
            guard ASCII.isDigit(bytes[index]) else { throw HTTPParseError(.invalidContentLength) }
            let (tenfold, overflow) = length.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tenfold.addingReportingOverflow(Int(bytes[index] - ASCII.zero))
            guard !overflow, !carry else { throw HTTPParseError(.invalidContentLength) }
            length = sum
        }
        return length
    }
}
