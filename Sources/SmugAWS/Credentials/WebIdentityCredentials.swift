/// `AWS_WEB_IDENTITY_TOKEN_FILE` and `AWS_ROLE_ARN`, as EKS sets them for a service account.
struct WebIdentityCredentials: CredentialsProvider {
    let context: CredentialsContext

    func credentials() async throws(CredentialsError) -> CredentialsAnswer {
        let fileName = "AWS_WEB_IDENTITY_TOKEN_FILE"
        guard let path = context.variable(fileName) else {
            return .notConfigured("\(fileName) is not set")
        }
        guard let arn = context.variable("AWS_ROLE_ARN") else {
            throw CredentialsError(
                .incomplete, "\(fileName) is set, but AWS_ROLE_ARN is not: set both or none")
        }
        let role = AssumedRole(
            arn: arn,
            sessionName: context.variable("AWS_ROLE_SESSION_NAME") ?? context.defaultSessionName)
        // The token is renewed in its file: it is read for each refresh.
        let token = try context.token(inFile: path, named: fileName)
        let profile = try context.files.load()
        return .found(
            try await context.sts(for: profile).assume(role, withWebIdentity: token))
    }
}
