internal import SmugHTTP
internal import SmugLoop
internal import SmugTLS

/// What one loop keeps for its calls of Lambda: connections, a signer with its derived keys, and
/// the heads of calls that come again and again.
final class LambdaLane: @unchecked Sendable {
    /// What two calls have in common whose heads differ in date, length and signature only.
    private struct Shape: Hashable {
        let function: FunctionIdentifier
        let kind: LambdaInvocation.Kind
        let streams: Bool

        /// `nil` for a call that brings a field of its own.
        init?(_ call: LambdaInvocation) {
            guard !call.wantsLogTail, call.clientContext == nil, call.tenantID == nil,
                call.qualifier == nil
            else { return nil }
            function = call.function
            kind = call.kind
            streams = call.streams
        }
    }

    private struct Prepared {
        let credentials: Credentials
        let template: SigningTemplate
    }

    /// Heads that are kept; whoever has more functions pays for some of them anew.
    private static let maxTemplates = 1024

    let loop: EventLoop
    private let endpoint: EndpointURL
    private var signer: SignatureV4
    private var multi: CurlMulti?
    private let authorities: CertificateAuthorities
    private let pool: ConnectionPool?
    private let hash = Libcrypto.Hash()
    private var templates: [Shape: Prepared] = [:]
    private let clock: SigningClock
    private var date = AmazonDate(epochSeconds: 0)
    private var isClosed = false

    /// - Parameters:
    ///   - isDirect: whether calls go over connections of our own.
    ///   - tls: what these speak, where the endpoint is one of `https`.
    init(
        on loop: EventLoop, endpoint: EndpointURL, scope: SigningScope, clock: SigningClock,
        isDirect: Bool, tls: TLSClient?, authorities: CertificateAuthorities
    ) {
        self.authorities = authorities
        self.loop = loop
        self.clock = clock
        self.endpoint = endpoint
        signer = SignatureV4(scope: scope)
        pool = isDirect ? ConnectionPool(to: endpoint, on: loop, over: tls) : nil
    }

    /// A call, to be started.
    func exchange(_ call: LambdaInvocation, with credentials: Credentials) throws(LambdaError)
        -> any Exchange
    {
        guard let pool else {
            let request = try signed(call, credentials)
            do throws(TransportError) {
                // Its time is said at the start.
                return CurlExchange(OutgoingRequest(request, timeout: .zero), of: try curl())
            } catch {
                throw LambdaError(error)
            }
        }
        return PooledExchange(
            try head(of: call, credentials), call.payload, of: pool,
            limit: OutgoingRequest.defaultMaxResponseBytes)
    }

    /// Sends a call whose answer is taken as it comes in.
    func stream(_ call: LambdaInvocation, with credentials: Credentials, timeout: Duration)
        throws(LambdaError) -> IncomingStream
    {
        if let pool {
            return pool.stream(try head(of: call, credentials), call.payload, timeout: timeout)
        }
        let request = try signed(call, credentials)
        do throws(TransportError) {
            return try curl().stream(OutgoingRequest(request, timeout: timeout))
        } catch {
            throw LambdaError(error)
        }
    }

    /// The connections of the loop; a call that comes after the end gets none.
    private func curl() throws(TransportError) -> CurlMulti {
        guard !isClosed else {
            throw TransportError(.cancelled(requestSent: false), "the client is closed")
        }
        if let multi { return multi }
        let made = CurlMulti(on: loop, trusting: authorities)
        multi = made
        return made
    }

    func close() {
        isClosed = true
        multi?.close()
        pool?.close()
    }

    // MARK: - Heads

    private func today() -> AmazonDate {
        let seconds = clock.now
        if seconds != date.epochSeconds { date = AmazonDate(epochSeconds: seconds) }
        return date
    }

    private func signed(_ call: LambdaInvocation, _ credentials: Credentials)
        throws(LambdaError) -> AWSRequest
    {
        var request = try call.request(to: endpoint)
        do throws(HTTPFieldError) {
            try signer.sign(&request, with: credentials, at: today().epochSeconds)
            // Behind the signature: whoever stands between may go on with the trace.
            if let trace = call.traceHeader {
                try request.fields.append(name: Self.traceName, value: trace[...])
            }
            return request
        } catch {
            throw LambdaError(.invalidRequest, message: "\(error)")
        }
    }

    private static let traceName: StaticString = "x-amzn-trace-id"

    /// The whole head of a call, signed.
    private func head(of call: LambdaInvocation, _ credentials: Credentials)
        throws(LambdaError) -> [UInt8]
    {
        guard let shape = Shape(call) else {
            let request = try signed(call, credentials)
            var head = request.head()
            head += "content-length: \(call.payload.count)\r\n\r\n".utf8
            return head
        }
        let date = today()
        if let known = templates[shape], known.template.counts(on: date),
            known.credentials == credentials
        {
            return traced(known.template.head(for: call.payload, at: date, hash: hash), call)
        }
        if templates.count >= Self.maxTemplates { templates = [:] }
        let request = try call.request(to: endpoint)
        let template: SigningTemplate
        do throws(HTTPFieldError) {
            template = try SigningTemplate(request, &signer, with: credentials, on: date)
        } catch {
            throw LambdaError(.invalidRequest, message: "\(error)")
        }
        templates[shape] = Prepared(credentials: credentials, template: template)
        return traced(template.head(for: call.payload, at: date, hash: hash), call)
    }

    /// A whole head with the call's trace in it, where it has one.
    private func traced(_ head: [UInt8], _ call: LambdaInvocation) -> [UInt8] {
        guard let trace = call.traceHeader else { return head }
        var head = head
        // Between the last field and the empty line.
        head.removeLast(2)
        head += "\(Self.traceName): ".utf8
        head += trace
        head += "\r\n\r\n".utf8
        return head
    }
}
