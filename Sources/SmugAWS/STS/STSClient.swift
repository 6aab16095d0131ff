internal import SmugHTTP

/// The part of STS that hands out the credentials of a role.
struct STSClient {
    static let maxAttempts = 3
    private static let timeout = Duration.seconds(10)
    private static let maxAnswerBytes = 256 * 1024

    let endpoint: EndpointURL
    let region: String
    let transport: any HTTPTransport
    let clock: @Sendable () -> Int64

    /// Takes the role with other credentials.
    func assume(
        _ role: AssumedRole, with credentials: Credentials
    ) async throws(CredentialsError) -> Credentials {
        var form = Self.form("AssumeRole", role)
        if let externalID = role.externalID { form.append(("ExternalId", externalID)) }
        return try await ask(form, role, signedWith: credentials)
    }

    /// Takes the role with a token that an identity provider has signed; needs no credentials.
    func assume(
        _ role: AssumedRole, withWebIdentity token: String
    ) async throws(CredentialsError) -> Credentials {
        var form = Self.form("AssumeRoleWithWebIdentity", role)
        form.append(("WebIdentityToken", token))
        return try await ask(form, role, signedWith: nil)
    }

    private static func form(_ action: String, _ role: AssumedRole) -> [(String, String)] {
        var form = [
            ("Action", action), ("Version", "2011-06-15"), ("RoleArn", role.arn),
            ("RoleSessionName", role.sessionName),
        ]
        if let duration = role.duration { form.append(("DurationSeconds", "\(duration)")) }
        return form
    }

    private func ask(
        _ form: [(String, String)], _ role: AssumedRole, signedWith credentials: Credentials?
    ) async throws(CredentialsError) -> Credentials {
        let body = form.map { name, value in
            "\(name)=\(PercentEncoding.encode(value, keeping: .unreserved))"
        }
        let text = body.joined(separator: "&")
        // Of this call: whoever signs with what it answers learns the time from its own service.
        let clock = SigningClock(self.clock)
        let signedAt = clock.now
        let response = try await send(
            try request(text, signedWith: credentials, at: signedAt), role)
        let name = (try? XMLElement(parsing: response.body))?["Error"]?["Code"]?.text
        guard response.status != 200, credentials != nil,
            clock.corrects(signedAt: signedAt, refusal: name, date: response.fields["date"])
        else { return try Self.credentials(in: response, role) }
        let second = try await send(
            try request(text, signedWith: credentials, at: clock.now), role)
        return try Self.credentials(in: second, role)
    }

    private func send(
        _ request: AWSRequest, _ role: AssumedRole
    ) async throws(CredentialsError) -> IncomingResponse {
        do throws(TransportError) {
            return try await transport.perform(
                OutgoingRequest(
                    request, timeout: Self.timeout, maxResponseBytes: Self.maxAnswerBytes),
                maxAttempts: Self.maxAttempts)
        } catch {
            throw CredentialsError(
                .failed, "cannot reach STS at \(endpoint) for \(role.arn): \(error.message)")
        }
    }

    private func request(
        _ body: String, signedWith credentials: Credentials?, at time: Int64
    ) throws(CredentialsError) -> AWSRequest {
        do throws(HTTPFieldError) {
            var request = try AWSRequest(
                .post, to: endpoint, path: "/", payload: Array(body.utf8))
            request.fields.append(
                name: "content-type", value: "application/x-www-form-urlencoded; charset=utf-8")
            guard let credentials else { return request }
            var signer = SignatureV4(scope: SigningScope(region: region, service: "sts"))
            try signer.sign(&request, with: credentials, at: time)
            return request
        } catch {
            throw CredentialsError(.malformed, "cannot ask STS: \(error)")
        }
    }

    private static func credentials(
        in response: IncomingResponse, _ role: AssumedRole
    ) throws(CredentialsError) -> Credentials {
        let root = try? XMLElement(parsing: response.body)
        guard response.status == 200 else { throw refusal(response.status, root, role) }
        // The result's name begins with the action's.
        let result = root?.children.first { $0.name.hasSuffix("Result") }
        guard let found = result?["Credentials"], let key = found["AccessKeyId"]?.text,
            let secret = found["SecretAccessKey"]?.text, let token = found["SessionToken"]?.text,
            let expiration = found["Expiration"].flatMap({ AmazonDate(rfc3339: $0.text) })
        else {
            throw CredentialsError(
                .malformed, "STS answered for \(role.arn) without credentials that can be read")
        }
        let checked = try CredentialValues(key: key, secret: secret, token: token).credentials(
            names: ("AccessKeyId", "SecretAccessKey", "SessionToken"), place: "the answer of STS")
        return Credentials(
            accessKeyID: checked.accessKeyID, secretAccessKey: checked.secretAccessKey,
            sessionToken: checked.sessionToken, expiration: expiration.epochSeconds)
    }

    private static func refusal(
        _ status: Int, _ root: XMLElement?, _ role: AssumedRole
    ) -> CredentialsError {
        let error = root?["Error"]
        let said = [error?["Code"]?.text, error?["Message"]?.text].compactMap(\.self)
        let reason = said.isEmpty ? "HTTP \(status)" : said.joined(separator: ": ")
        return CredentialsError(
            .failed,
            "STS does not give the role \(role.arn): \(reason.printable(maxCount: 300))")
    }
}

extension CredentialsContext {
    /// STS in the region of this profile; without any, its global endpoint.
    func sts(for profile: SharedConfiguration) throws(CredentialsError) -> STSClient {
        let environment = files.environment
        let resolver = EndpointResolver(environment: environment, configuration: profile)
        do {
            let (endpoint, region) = try resolver.stsEndpoint(
                in: RegionLookup(environment: environment, configuration: profile).regionIfAny())
            return STSClient(
                endpoint: endpoint, region: region, transport: transport, clock: clock)
        } catch {
            throw CredentialsError(.malformed, "cannot ask STS for a role: \(error)")
        }
    }

    var defaultSessionName: String { "smug-\(clock())" }
}
