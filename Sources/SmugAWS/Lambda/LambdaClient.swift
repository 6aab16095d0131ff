package import SmugHTTP
package import SmugLoop

/// Lambda's Invoke API, over each loop's own connections.
///
/// It does not try again by itself: who calls knows whether a function may run twice.
package final class LambdaClient: Sendable {
    /// A function's answer.
    package struct Answer: Sendable {
        package let payload: [UInt8]
        /// `x-amz-executed-version`, `x-amz-log-result` and the rest.
        package let fields: HTTPFields
    }

    private let endpoint: EndpointURL
    private let credentials: CredentialsSource
    private let lanes: [Lane]

    /// - Parameters:
    ///   - region: for the signature.
    ///   - group: the loops that calls will come from.
    package init(
        endpoint: EndpointURL, region: String, credentials: CredentialsSource,
        on group: EventLoopGroup
    ) {
        self.endpoint = endpoint
        self.credentials = credentials
        let scope = SigningScope(region: region, service: "lambda")
        lanes = group.loops.map { Lane(loop: $0, scope: scope) }
    }

    /// Invokes a function and returns what it answered.
    ///
    /// The caller runs on one of the group's loops. Cancellation ends the call at once; the
    /// function may run on.
    ///
    /// - Throws: also where the function itself failed: `functionFailed`, `functionTimedOut`.
    package func invoke(_ invocation: LambdaInvocation, timeout: Duration)
        async throws(LambdaError) -> Answer
    {
        let lane = try currentLane()
        let credentials = try await currentCredentials()
        let request = try signed(invocation, lane, credentials)
        let curl = try lane.curl()
        let response: IncomingResponse
        do throws(TransportError) {
            response = try await curl.perform(OutgoingRequest(request, timeout: timeout))
        } catch {
            throw LambdaError(.transport(error.failure), message: error.message)
        }
        if response.status == 401 || response.status == 403 {
            // Keys that were taken back: the next call looks for new ones.
            self.credentials.rejected(credentials)
        }
        return try answer(response)
    }

    private func currentLane() throws(LambdaError) -> Lane {
        guard let lane = lanes.first(where: { $0.loop.isCurrent }) else {
            throw LambdaError(
                .transport(.connectFailed), message: "the call comes from a loop without a lane")
        }
        return lane
    }

    private func signed(
        _ invocation: LambdaInvocation, _ lane: Lane, _ credentials: Credentials
    ) throws(LambdaError) -> AWSRequest {
        var request = try invocation.request(to: endpoint)
        do throws(HTTPFieldError) {
            try lane.signer.sign(
                &request, with: credentials, at: EventLoop.wallClockMilliseconds / 1000)
            return request
        } catch {
            throw LambdaError(.invalidRequest, message: "\(error)")
        }
    }

    private func currentCredentials() async throws(LambdaError) -> Credentials {
        do throws(CredentialsError) {
            return try await credentials.current()
        } catch {
            throw LambdaError(.accessDenied, message: error.message)
        }
    }

    private func answer(_ response: IncomingResponse) throws(LambdaError) -> Answer {
        let requestID = response.fields["x-amzn-requestid"]
        guard (200..<300).contains(response.status) else {
            throw LambdaError(
                status: response.status, errorType: response.fields["x-amzn-errortype"],
                retryAfter: response.fields["retry-after"], requestID: requestID,
                body: response.body)
        }
        if let functionError = response.fields["x-amz-function-error"] {
            throw LambdaError(
                functionError: functionError, payload: response.body, requestID: requestID)
        }
        return Answer(payload: response.body, fields: response.fields)
    }

    /// Ends all calls and closes the connections; from any thread.
    package func close() {
        for lane in lanes { lane.loop.execute { lane.close() } }
    }
}

/// What one loop keeps: connections, and a signer with its derived key.
private final class Lane: @unchecked Sendable {
    let loop: EventLoop
    var signer: SignatureV4
    private var multi: CurlMulti?
    private var isClosed = false

    init(loop: EventLoop, scope: SigningScope) {
        self.loop = loop
        signer = SignatureV4(scope: scope)
    }

    /// The connections of the loop; a call that comes after the end gets none.
    func curl() throws(LambdaError) -> CurlMulti {
        guard !isClosed else {
            throw LambdaError(
                .transport(.cancelled(requestSent: false)), message: "the client is closed")
        }
        if let multi { return multi }
        let made = CurlMulti(on: loop)
        multi = made
        return made
    }

    func close() {
        isClosed = true
        multi?.close()
    }
}
