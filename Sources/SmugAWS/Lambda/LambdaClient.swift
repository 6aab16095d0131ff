internal import SmugHTTP
package import SmugLoop
package import SmugTLS

/// Lambda's Invoke API, over each loop's own connections.
///
/// Calls go over connections of our own unless a proxy may stand before the endpoint: then they go
/// through libcurl.
///
/// It does not try again by itself: who calls knows whether a function may run twice.
package final class LambdaClient: Sendable {
    let credentials: CredentialsSource
    let clock: SigningClock
    private let lanes: [LambdaLane]

    /// - Parameters:
    ///   - region: for the signature.
    ///   - group: the loops that calls will come from.
    ///   - clock: learns from refusals; whoever signs for the same service may share it.
    ///   - mayConnectDirectly: whether no proxy stands before the endpoint.
    ///   - authorities: who vouches for the endpoint, where it is one of `https`.
    /// - Throws: where OpenSSL cannot speak TLS as it should.
    package init(
        endpoint: EndpointURL, region: String, credentials: CredentialsSource,
        on group: EventLoopGroup, clock: SigningClock = SigningClock(),
        mayConnectDirectly: Bool = false, trusting authorities: CertificateAuthorities = .system
    ) throws(TLSFault) {
        self.credentials = credentials
        self.clock = clock
        let scope = SigningScope(region: region, service: "lambda")
        var tls: TLSClient?
        if mayConnectDirectly, endpoint.scheme == .https {
            tls = try TLSClient(
                to: endpoint.host, isAddress: endpoint.hasAddressAsHost,
                trusting: authorities.trust)
        }
        lanes = group.loops.map { loop in
            LambdaLane(
                on: loop, endpoint: endpoint, scope: scope, clock: clock,
                isDirect: mayConnectDirectly, tls: tls, authorities: authorities)
        }
    }

    /// A call whose answer is taken as it comes in.
    struct Opened {
        let answer: IncomingStream
        let credentials: Credentials
        let signedAt: Int64
    }

    /// Begins a call whose answer is taken as it comes in.
    func open(_ invocation: LambdaInvocation, timeout: Duration) async throws(LambdaError)
        -> Opened
    {
        let lane = try currentLane()
        let credentials = try await currentCredentials()
        let signedAt = clock.now
        return Opened(
            answer: try lane.stream(invocation, with: credentials, timeout: timeout),
            credentials: credentials, signedAt: signedAt)
    }

    /// Whether an answer refuses a signature for its time alone, so that another one, made by the
    /// service's own time, may be taken.
    func mayBeTaken(_ response: IncomingResponse, signedAt: Int64) -> Bool {
        guard Self.refusals.contains(response.status) else { return false }
        return clock.corrects(
            signedAt: signedAt, refusal: LambdaError.name(in: response),
            date: response.fields["date"])
    }

    /// Only such answers are looked into for their reason: it costs reading the whole body.
    private static let refusals = 400...403

    /// What says that the credentials are no longer any, and not that they may not do this.
    private static let rejections: Set<String> = [
        "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId",
        "InvalidSignatureException", "SignatureDoesNotMatch", "UnrecognizedClientException",
    ]

    /// Has the next call look for new credentials where these were taken back.
    func noteRejection(_ response: IncomingResponse, of credentials: Credentials) {
        guard Self.refusals.contains(response.status) else { return }
        let isRejected =
            switch LambdaError.name(in: response) {
            case let name?: Self.rejections.contains(name)
            case nil: response.status == 401
            }
        if isRejected { self.credentials.rejected(credentials) }
    }

    /// Invokes a function without a task, as long as nothing must be waited for but its answer.
    ///
    /// The caller is on one of the group's loops, where `receiver` is told the payload once, later.
    ///
    /// - Returns: what ends the call at once, from any thread; the function may run on, which
    ///   ``Cancellable/whenOver(_:)`` then follows.
    package func begin(
        _ invocation: consuming LambdaInvocation, until deadline: MonotonicTime,
        on loop: EventLoop, to receiver: any LambdaCallReceiver
    ) -> any Cancellable {
        let call = LambdaCall(
            of: self, until: deadline, on: loop, to: receiver)
        call.start(consume invocation)
        return call
    }

    func currentLane() throws(LambdaError) -> LambdaLane {
        for lane in lanes where lane.loop.isCurrent { return lane }
        throw LambdaError(
            .transport(.connectFailed), message: "the call comes from a loop without a lane")
    }

    func currentCredentials() async throws(LambdaError) -> Credentials {
        do throws(CredentialsError) {
            return try await credentials.current()
        } catch {
            throw LambdaError(.accessDenied, message: error.message)
        }
    }

    /// What the function answered.
    ///
    /// - Throws: also where the function itself failed: `functionFailed`, `functionTimedOut`.
    func payload(of response: consuming IncomingResponse) throws(LambdaError) -> [UInt8] {
        guard (200..<300).contains(response.status) else { throw LambdaError(response) }
        if let functionError = response.fields["x-amz-function-error"] {
            throw LambdaError(
                functionError: functionError, payload: response.body,
                requestID: response.fields["x-amzn-requestid"])
        }
        return response.body
    }

    /// Ends all calls and closes the connections; from any thread.
    package func close() {
        for lane in lanes { lane.loop.execute { lane.close() } }
    }
}
