internal import SmugHTTP

/// The credentials of the task or pod: ECS, App Runner, and EKS with pod identities.
struct ContainerCredentials: CredentialsProvider {
    static let maxAttempts = 3
    private static let timeout = Duration.seconds(2)
    private static let maxAnswerBytes = 64 * 1024

    private static let tokenFileName = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"
    private static let tokenName = "AWS_CONTAINER_AUTHORIZATION_TOKEN"

    let context: CredentialsContext

    func credentials() async throws(CredentialsError) -> CredentialsAnswer {
        guard
            let endpoint = try ContainerEndpoint(
                relative: context.variable(ContainerEndpoint.relativeName),
                full: context.variable(ContainerEndpoint.fullName))
        else {
            return .notConfigured(
                "\(ContainerEndpoint.relativeName) and \(ContainerEndpoint.fullName) are not set")
        }
        var request = OutgoingRequest(
            .get, url: endpoint.url, fieldLines: ["accept: application/json"],
            timeout: Self.timeout, connectTimeout: Self.timeout,
            maxResponseBytes: Self.maxAnswerBytes)
        request.avoidsProxy = endpoint.isOnLink
        if let token = try authorization() {
            request.fieldLines.append("authorization: \(token)")
        }
        let place = "the container's credentials at \(endpoint.host)"
        let response: IncomingResponse
        do throws(TransportError) {
            response = try await context.transport.perform(request, maxAttempts: Self.maxAttempts)
        } catch {
            throw CredentialsError(.failed, "\(place) cannot be reached: \(error.message)")
        }
        guard response.status == 200 else {
            throw CredentialsError(.failed, "\(place) answered with HTTP \(response.status)")
        }
        return .found(
            try IssuedCredentials(parsing: response.body, from: place)
                .credentials(tokenName: "Token"))
    }

    /// EKS renews the token in its file: it is read for each refresh.
    private func authorization() throws(CredentialsError) -> String? {
        if let path = context.variable(Self.tokenFileName) {
            return try context.token(inFile: path, named: Self.tokenFileName)
        }
        guard let token = context.variable(Self.tokenName) else { return nil }
        guard token.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw CredentialsError(
                .malformed,
                "\(Self.tokenName) holds a line break or another byte that is not"
                    + " allowed: set it again without")
        }
        return token
    }
}
