/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
///
/// A variable that is set to nothing counts as not set.
package struct EnvironmentCredentials: CredentialsProvider {
    private let environment: [String: String]

    /// Takes the environment as read once, when the program began.
    package init(_ environment: [String: String]) {
        self.environment = environment
    }

    /// Fails where only one of key and secret is set.
    package func credentials() async throws(CredentialsError) -> CredentialsAnswer {
        let values = CredentialValues(
            key: environment["AWS_ACCESS_KEY_ID"], secret: environment["AWS_SECRET_ACCESS_KEY"],
            token: environment["AWS_SESSION_TOKEN"])
        guard values.key != nil || values.secret != nil else {
            return .notConfigured("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set")
        }
        return .found(
            try values.credentials(
                names: ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"),
                place: "the environment"))
    }
}
