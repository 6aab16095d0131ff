internal import SmugHTTP
internal import SmugJSON

/// The credentials of a role for whom a person has signed in, with `aws sso login`.
///
/// The CLI's cached token buys them from the portal, and is renewed as the CLI would, for as long as
/// the sign-in allows.
struct SingleSignOnCredentials {
    static let maxAttempts = 3
    private static let timeout = Duration.seconds(10)
    private static let maxAnswerBytes = 256 * 1024

    let signOn: SingleSignOn
    let configuration: SharedConfiguration
    let context: CredentialsContext

    func credentials() async throws(CredentialsError) -> Credentials {
        let cached = try cachedToken()
        let token = try await renewed(cached) ?? cached
        guard !token.isExpired(at: context.clock()) else {
            throw signOn.signedOut("has a sign-in that has expired")
        }
        return try await roleCredentials(with: token)
    }

    // MARK: - The token

    private func cachedToken() throws(CredentialsError) -> SingleSignOnToken {
        let path = signOn.cachePath
        guard let bytes = try context.files.contents(ofOptional: path) else {
            throw signOn.signedOut("has no sign-in in \(path)")
        }
        guard let token = SingleSignOnToken(parsing: bytes) else {
            throw signOn.signedOut("has no token with an expiry in \(path)")
        }
        return token
    }

    /// - Returns: `nil` where the token is young, or where there is no renewing it: it may hold for
    ///   some minutes yet.
    private func renewed(
        _ token: SingleSignOnToken
    ) async throws(CredentialsError) -> SingleSignOnToken? {
        guard let request = token.renewal(at: context.clock()) else { return nil }
        // Once: a refresh token may be good for one answer only.
        let answer = try? await send(
            .post, to: .singleSignOnTokens, path: "/token",
            fields: [("content-type", "application/json")], body: request, maxAttempts: 1)
        guard let answer, answer.status == 200,
            let next = token.renewed(by: answer.body, at: context.clock())
        else { return nil }
        try context.files.replace(signOn.cachePath, with: next.serialized())
        return next
    }

    // MARK: - The portal

    private func roleCredentials(
        with token: SingleSignOnToken
    ) async throws(CredentialsError) -> Credentials {
        let query = [("role_name", signOn.role), ("account_id", signOn.account)].map {
            name, value in
            "\(name)=\(PercentEncoding.encode(value, keeping: .unreserved))"
        }
        let response = try await send(
            .get, to: .singleSignOn, path: "/federation/credentials",
            query: query.joined(separator: "&"),
            fields: [("x-amz-sso_bearer_token", token.accessToken)], maxAttempts: Self.maxAttempts)
        guard response.status != 401 else {
            throw signOn.signedOut("has a sign-in that is no longer taken")
        }
        let answer = try? JSONValue(parsing: response.body)
        guard response.status == 200 else { throw refusal(response.status, answer) }
        let found = answer?["roleCredentials"]
        guard let expiration = found?["expiration"]?.int else {
            throw CredentialsError(.malformed, "\(place) answered without an expiration")
        }
        let checked = try CredentialValues(
            key: found?["accessKeyId"]?.string, secret: found?["secretAccessKey"]?.string,
            token: found?["sessionToken"]?.string
        ).credentials(
            names: ("accessKeyId", "secretAccessKey", "sessionToken"),
            place: "the answer of \(place)")
        return Credentials(
            accessKeyID: checked.accessKeyID, secretAccessKey: checked.secretAccessKey,
            sessionToken: checked.sessionToken, expiration: Int64(expiration) / 1000)
    }

    private var place: String { "the portal of single sign-on in \(signOn.region)" }

    private func refusal(_ status: Int, _ answer: JSONValue?) -> CredentialsError {
        let said = answer?["message"]?.string.map { ": " + $0.printable(maxCount: 300) } ?? ""
        return CredentialsError(
            .failed,
            "\(place) does not give the role \(signOn.role) of account \(signOn.account), HTTP"
                + " \(status)\(said)")
    }

    private func send(
        _ method: HTTPMethod, to service: AWSService, path: String, query: String = "",
        fields: [(String, String)], body: [UInt8] = [], maxAttempts: Int
    ) async throws(CredentialsError) -> IncomingResponse {
        let resolver = EndpointResolver(
            environment: context.files.environment, configuration: configuration)
        var request: AWSRequest
        do {
            request = try AWSRequest(
                method, to: try resolver.endpoint(of: service, in: signOn.region), path: path,
                query: query, payload: body)
            for (name, value) in fields { try request.fields.append(name, value) }
        } catch {
            throw CredentialsError(.malformed, "cannot ask \(place): \(error)")
        }
        do throws(TransportError) {
            return try await context.transport.perform(
                OutgoingRequest(
                    request, timeout: Self.timeout, maxResponseBytes: Self.maxAnswerBytes),
                maxAttempts: maxAttempts)
        } catch {
            throw CredentialsError(.failed, "cannot reach \(place): \(error.message)")
        }
    }
}
