/// Makes a request's head of the fields of HTTP/2, which come one by one (RFC 9113, section 8.3).
///
/// Judges what HTTP/1.1's parser judges, by the same limits. What only HTTP/2 can get wrong (the
/// order of pseudo-header fields, fields about the connection) whoever reads the frames has judged.
/// The first error is kept, and nothing after it.
package struct HTTP2HeadBuilder: Sendable {
    private let limits: HTTPLimits
    private var bytes: [UInt8] = []
    private var entries: [HTTPFields.Entry] = []
    private var facts = MessageFacts()
    private var method: HTTPMethod?
    private var target: Range<Int>?
    /// Stands in `bytes` as the value of a host field: functions know no other place for it.
    private var authority: HTTPFields.Entry?
    private var cookies: [UInt8] = []
    /// What the fields would take as lines, those that are not kept among them.
    private var byteCount = 0
    /// Whether the method is HEAD, also of a request that is refused.
    package var isOfHead: Bool { method == .head }
    /// Why the request is refused, as soon as that is known.
    package private(set) var error: HTTPParseError?

    package init(limits: HTTPLimits) {
        self.limits = limits
    }

    // MARK: - Fields

    /// Takes one field; a pseudo-header field has a name with a colon.
    package mutating func add(_ name: Span<UInt8>, _ value: Span<UInt8>) {
        guard error == nil else { return }
        do throws(HTTPParseError) {
            try take(name, value)
        } catch {
            refuse(error.code)
        }
    }

    /// Takes a field that whoever reads the frames has found to be none.
    package mutating func addInvalid(_ name: Span<UInt8>) {
        let isName = name.count > 0 && (0..<name.count).allSatisfy { ASCII.isTokenByte(name[$0]) }
        refuse(isName ? .invalidFieldValue : .invalidFieldName)
    }

    private mutating func refuse(_ code: HTTPParseError.Code) {
        guard error == nil else { return }
        error = HTTPParseError(code)
        bytes = []
        entries = []
        cookies = []
    }

    private mutating func take(_ name: Span<UInt8>, _ value: Span<UInt8>) throws(HTTPParseError) {
        if name.count > 0, name[0] == ASCII.colon { return try takePseudo(name, value) }
        let size = name.count + value.count + 2
        guard size <= limits.maxFieldLineBytes else { throw HTTPParseError(.fieldLineTooLong) }
        byteCount += size + 2
        guard byteCount <= limits.maxHeadBytes else { throw HTTPParseError(.headTooLarge) }
        if name.holds("cookie") { return try takeCookie(value) }
        guard entries.count < limits.maxFields else { throw HTTPParseError(.tooManyFields) }
        let entry = try append(name, value)
        try facts.note(bytes, entry)
        if authority != nil, bytes.holds("host", at: entry.name) { return }
        entries.append(entry)
    }

    private mutating func takePseudo(_ name: Span<UInt8>, _ value: Span<UInt8>)
        throws(HTTPParseError)
    {
        byteCount += name.count + value.count + 4
        if name.holds(":method") {
            guard value.count <= limits.maxMethodBytes else { throw HTTPParseError(.methodTooLong) }
            let range = copy(value)
            guard !range.isEmpty, range.allSatisfy({ ASCII.isTokenByte(bytes[$0]) }) else {
                throw HTTPParseError(.invalidMethod)
            }
            method = HTTPMethod(token: bytes, range)
            bytes.removeLast(range.count)
        } else if name.holds(":path") {
            guard value.count <= limits.maxRequestLineBytes else {
                throw HTTPParseError(.requestLineTooLong)
            }
            target = copy(value)
        } else if name.holds(":authority") {
            guard value.count + 6 <= limits.maxFieldLineBytes else {
                throw HTTPParseError(.fieldLineTooLong)
            }
            let host: StaticString = "host"
            let entry = try append(
                unsafe UnsafeBufferPointer(start: host.utf8Start, count: 4).span, value)
            try facts.note(bytes, entry)
            authority = entry
            entries.append(entry)
        }
    }

    /// Crumbs of one cookie field, which HTTP/2 may send apart (RFC 9113, section 8.2.3).
    private mutating func takeCookie(_ value: Span<UInt8>) throws(HTTPParseError) {
        if let control = ByteScan.firstControl(in: value, value.indices) {
            throw HTTPParseError(control: value[control], otherwise: .invalidFieldValue)
        }
        if !cookies.isEmpty { cookies.append("; ") }
        cookies.append(value, value.indices)
    }

    private mutating func copy(_ value: Span<UInt8>) -> Range<Int> {
        let start = bytes.count
        if start == 0 { bytes.reserveCapacity(512) }
        bytes.append(value, value.indices)
        return start..<bytes.count
    }

    /// Writes a field as HTTP/1.1 would have it.
    private mutating func append(_ name: Span<UInt8>, _ value: Span<UInt8>) throws(HTTPParseError)
        -> HTTPFields.Entry
    {
        if entries.isEmpty { entries.reserveCapacity(16) }
        let start = copy(name).lowerBound
        let nameEnd = bytes.count
        guard nameEnd > start else { throw HTTPParseError(.emptyFieldName) }
        guard ByteScan.lowercaseToken(in: &bytes, start..<nameEnd) == nameEnd else {
            throw HTTPParseError(.invalidFieldName)
        }
        if let control = ByteScan.firstControl(in: value, value.indices) {
            throw HTTPParseError(control: value[control], otherwise: .invalidFieldValue)
        }
        bytes.append(": ")
        let written = copy(value)
        bytes.append("\r\n")
        return HTTPFields.Entry(name: start..<nameEnd, value: bytes.trimmingBlanks(written))
    }

    // MARK: - The head

    /// The head, when all its fields have come.
    ///
    /// - Parameter hasBody: whether the message goes on after it.
    package mutating func finish(hasBody: Bool) throws(HTTPParseError) -> HTTPRequestHead {
        if let error { throw error }
        guard let method else { throw HTTPParseError(.invalidMethod) }
        try appendCookies()
        let host = try self.host()
        let target = try parsedTarget(method, host)
        if facts.hasUnknownExpectation { throw HTTPParseError(.unknownExpectation) }
        return HTTPRequestHead(
            method: method, version: .http2, target: target.whole, path: target.path,
            query: target.query, authority: host, keepAlive: true,
            expectsContinue: facts.expectsContinue && hasBody, framing: try framing(hasBody),
            fields: HTTPFields(bytes: bytes, entries: entries))
    }

    private mutating func appendCookies() throws(HTTPParseError) {
        guard !cookies.isEmpty else { return }
        let name: StaticString = "cookie"
        let joined = cookies
        let entry = try append(
            unsafe UnsafeBufferPointer(start: name.utf8Start, count: 6).span, joined.span)
        entries.append(entry)
    }

    /// The authority, which a host field must not contradict: who routes by the one and who reads
    /// the other would see two requests.
    private func host() throws(HTTPParseError) -> Range<Int> {
        guard let host = facts.host else { throw HTTPParseError(.missingHost) }
        if let authority, authority.value != host {
            guard facts.hosts == 2,
                bytes[authority.value].lazy.map(ASCII.lowercased)
                    .elementsEqual(bytes[host].lazy.map(ASCII.lowercased))
            else { throw HTTPParseError(.duplicateHost) }
        } else if facts.hosts > 1 {
            throw HTTPParseError(.duplicateHost)
        }
        let range = authority?.value ?? host
        guard range.isEmpty || HostValue.isValid(bytes, range) else {
            throw HTTPParseError(.invalidHost)
        }
        return range
    }

    private func parsedTarget(_ method: HTTPMethod, _ host: Range<Int>) throws(HTTPParseError)
        -> RequestTarget
    {
        // An authority is all that CONNECT has.
        if method == .connect { return try RequestTarget(bytes, host, method) }
        guard let target, let first = target.first else { throw HTTPParseError(.invalidTarget) }
        // There is no absolute form here: it would name another authority.
        guard bytes[first] == ASCII.slash || bytes.holds("*", at: target) else {
            throw HTTPParseError(.invalidTarget)
        }
        return try RequestTarget(bytes, target, method)
    }

    private func framing(_ hasBody: Bool) throws(HTTPParseError) -> HTTPBodyFraming {
        guard hasBody else { return facts.contentLength == nil ? .none : .length(0) }
        guard let length = facts.contentLength else { return .chunked }
        guard length <= limits.maxBodyBytes else { throw HTTPParseError(.bodyTooLarge) }
        return .length(length)
    }
}

extension Span<UInt8> {
    fileprivate func holds(_ literal: StaticString) -> Bool {
        guard count == literal.utf8CodeUnitCount else { return false }
        let start = unsafe literal.utf8Start
        for index in 0..<count where unsafe self[index] != start[index] { return false }
        return true
    }
}
