package import SmugHTTP
package import SmugLoop

/// Lambda's Invoke API, over each loop's own connections.
///
/// Plain HTTP goes over connections of our own unless a proxy stands before it; everything else
/// goes through libcurl.
///
/// It does not try again by itself: who calls knows whether a function may run twice.
package final class LambdaClient: Sendable {
    /// A function's answer.
    package struct Answer: Sendable {
        package let payload: [UInt8]
        /// `x-amz-executed-version`, `x-amz-log-result` and the rest.
        package let fields: HTTPFields
    }

    private let credentials: CredentialsSource
    private let lanes: [LambdaLane]

    /// - Parameters:
    ///   - region: for the signature.
    ///   - group: the loops that calls will come from.
    ///   - mayConnectDirectly: whether no proxy stands before the endpoint.
    package init(
        endpoint: EndpointURL, region: String, credentials: CredentialsSource,
        on group: EventLoopGroup, mayConnectDirectly: Bool = false
    ) {
        self.credentials = credentials
        let scope = SigningScope(region: region, service: "lambda")
        let isDirect = mayConnectDirectly && endpoint.scheme == .http
        lanes = group.loops.map { loop in
            LambdaLane(on: loop, endpoint: endpoint, scope: scope, isDirect: isDirect)
        }
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
        let response = try await lane.perform(invocation, with: credentials, timeout: timeout)
        noteRejection(response.status, of: credentials)
        return try answer(response)
    }

    /// Begins a call whose answer is taken as it comes in.
    func open(_ invocation: LambdaInvocation, timeout: Duration) async throws(LambdaError)
        -> IncomingStream
    {
        let lane = try currentLane()
        let credentials = try await currentCredentials()
        let answer = try lane.stream(invocation, with: credentials, timeout: timeout)
        do throws(TransportError) {
            noteRejection(try await answer.response().status, of: credentials)
            return answer
        } catch {
            answer.cancel()
            throw LambdaError(error)
        }
    }

    private func noteRejection(_ status: Int, of credentials: Credentials) {
        // Keys that were taken back: the next call looks for new ones.
        if status == 401 || status == 403 { self.credentials.rejected(credentials) }
    }

    private func currentLane() throws(LambdaError) -> LambdaLane {
        for lane in lanes where lane.loop.isCurrent { return lane }
        throw LambdaError(
            .transport(.connectFailed), message: "the call comes from a loop without a lane")
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
        guard (200..<300).contains(response.status) else { throw LambdaError(response) }
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
