/// The profile in force, in `~/.aws/credentials` and `~/.aws/config`: keys, roles, a web identity,
/// a process.
///
/// The files are read anew each time, so keys that another program renews are seen.
package struct SharedFileCredentials: CredentialsProvider {
    private let context: CredentialsContext

    /// Reads nothing yet.
    init(_ context: CredentialsContext) {
        self.context = context
    }

    /// Fails where the profile was named and is not there, or asks for what cannot be had.
    package func credentials() async throws(CredentialsError) -> CredentialsAnswer {
        let profile = try context.files.load()
        guard profile.hasProfile else {
            let text =
                "no profile '\(profile.profileName)' in \(profile.credentialsPath) or"
                + " \(profile.configPath)"
            guard profile.isProfileExplicit else { return .notConfigured(text) }
            throw CredentialsError(.profileNotFound, text + ": correct AWS_PROFILE or add it")
        }
        return try await ProfileCredentials(profile, context).answer()
    }
}
