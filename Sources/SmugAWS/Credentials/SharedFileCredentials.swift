/// The keys of a profile in `~/.aws/credentials` and `~/.aws/config`.
///
/// The files are read anew each time, so keys that another program renews are seen.
package struct SharedFileCredentials: CredentialsProvider {
    private static let names = (
        key: "aws_access_key_id", secret: "aws_secret_access_key", token: "aws_session_token"
    )

    /// What a profile may ask for that is not built in, in the order in which it is decided.
    private static let aheadOfKeys = [
        ("role_arn", "assuming a role"),
        ("web_identity_token_file", "a web identity token"),
        ("sso_session", "IAM Identity Center (SSO)"),
        ("sso_start_url", "IAM Identity Center (SSO)"),
    ]

    private let source: SharedFiles

    /// Reads nothing yet.
    package init(_ source: SharedFiles) {
        self.source = source
    }

    /// Fails where the profile was named and is not there, or asks for what is not built in.
    package func credentials() async throws(CredentialsError) -> CredentialsAnswer {
        let configuration = try source.load()
        guard configuration.hasProfile else { return try withoutProfile(configuration) }
        for (key, way) in Self.aheadOfKeys where configuration[key] != nil {
            throw unsupported(key, way, in: configuration)
        }
        if let found = try keys(of: configuration.inCredentials, in: configuration.credentialsPath)
        {
            return .found(found)
        }
        if configuration["credential_process"] != nil {
            throw unsupported("credential_process", "a credential process", in: configuration)
        }
        if let found = try keys(of: configuration.inConfig, in: configuration.configPath) {
            return .found(found)
        }
        return .notConfigured(
            "profile '\(configuration.profileName)' has no aws_access_key_id in"
                + " \(configuration.credentialsPath) or \(configuration.configPath)")
    }

    private func withoutProfile(
        _ configuration: SharedConfiguration
    ) throws(CredentialsError) -> CredentialsAnswer {
        let text =
            "no profile '\(configuration.profileName)' in \(configuration.credentialsPath)"
            + " or \(configuration.configPath)"
        guard configuration.isProfileExplicit else { return .notConfigured(text) }
        throw CredentialsError(.profileNotFound, text + ": correct AWS_PROFILE or add it")
    }

    private func keys(
        of value: (String) -> String?, in path: String
    ) throws(CredentialsError) -> Credentials? {
        let values = CredentialValues(
            key: value(Self.names.key), secret: value(Self.names.secret),
            token: value(Self.names.token) ?? value("aws_security_token"))
        guard values.key != nil || values.secret != nil else { return nil }
        return try values.credentials(names: Self.names, place: path)
    }

    private func unsupported(
        _ key: String, _ way: String, in configuration: SharedConfiguration
    ) -> CredentialsError {
        CredentialsError(
            .unsupported,
            "profile '\(configuration.profileName)' sets \(key), but \(way) is not supported yet:"
                + " export AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, for"
                + " example with `aws configure export-credentials --format env`")
    }
}
