/// What one profile says of credentials, in the order in which it is decided: a role taken with
/// others, a web identity, single sign-on, keys of the credentials file, a process, keys of the
/// config file.
struct ProfileCredentials {
    private static let names = (
        key: "aws_access_key_id", secret: "aws_secret_access_key", token: "aws_session_token"
    )
    private static let tokenFileKey = "web_identity_token_file"

    private let profile: SharedConfiguration
    private let context: CredentialsContext
    /// The profiles that have led here through `source_profile`, this one included.
    private let path: [String]

    init(
        _ profile: SharedConfiguration, _ context: CredentialsContext, after path: [String] = []
    ) {
        self.profile = profile
        self.context = context
        self.path = path + [profile.profileName]
    }

    func answer() async throws(CredentialsError) -> CredentialsAnswer {
        if let arn = profile["role_arn"], profile[Self.tokenFileKey] == nil {
            return .found(try await role(arn))
        }
        return try await answerWithoutRole()
    }

    private func answerWithoutRole() async throws(CredentialsError) -> CredentialsAnswer {
        if let file = profile[Self.tokenFileKey] { return .found(try await webIdentity(file)) }
        if let signOn = try SingleSignOn(profile) {
            return .found(
                try await SingleSignOnCredentials(
                    signOn: signOn, configuration: profile, context: context
                ).credentials())
        }
        if let found = try keys(of: profile.inCredentials, in: profile.credentialsPath) {
            return .found(found)
        }
        if let command = profile["credential_process"] {
            return .found(
                try await ProcessCredentials(
                    command: command, profile: profile.profileName, context: context
                ).credentials())
        }
        if let found = try keys(of: profile.inConfig, in: profile.configPath) {
            return .found(found)
        }
        if SingleSignOn.isOnlyPortal(profile) {
            throw error(
                .incomplete,
                "names a portal of single sign-on, but neither sso_account_id nor sso_role_name:"
                    + " add both")
        }
        return .notConfigured(
            "profile '\(profile.profileName)' has no aws_access_key_id in"
                + " \(profile.credentialsPath) or \(profile.configPath)")
    }

    // MARK: - Roles

    private func role(_ arn: String) async throws(CredentialsError) -> Credentials {
        let role = try AssumedRole(
            of: profile, arn: arn, defaultSessionName: context.defaultSessionName)
        let own: Credentials
        let sourceProfile = profile["source_profile"]
        let sourcePlace = profile["credential_source"]
        if let sourceProfile, sourcePlace == nil {
            own = try await source(sourceProfile)
        } else if let sourcePlace, sourceProfile == nil {
            own = try await source(place: sourcePlace)
        } else if sourceProfile != nil {
            throw error(.malformed, "sets both source_profile and credential_source: keep one")
        } else {
            throw error(
                .incomplete,
                "sets role_arn without saying with whose credentials: add source_profile,"
                    + " credential_source or web_identity_token_file")
        }
        return try await context.sts(for: profile).assume(role, with: own)
    }

    /// The credentials of another profile, or the keys of this one.
    private func source(_ name: String) async throws(CredentialsError) -> Credentials {
        let other = profile.profile(named: name)
        guard other.hasProfile else {
            throw CredentialsError(
                .profileNotFound,
                "there is no profile '\(name)', which source_profile of"
                    + " '\(profile.profileName)' names: correct it or add one")
        }
        let source = ProfileCredentials(other, context, after: path)
        if try source.hasKeys() || other["role_arn"] == nil {
            guard !path.contains(name) || name == profile.profileName else { throw loop(name) }
            guard case .found(let found) = try await source.answerWithoutRole() else {
                throw CredentialsError(
                    .incomplete,
                    "profile '\(name)', which source_profile of '\(profile.profileName)' names,"
                        + " has no credentials")
            }
            return found
        }
        guard !path.contains(name) else { throw loop(name) }
        guard case .found(let found) = try await source.answer() else { throw loop(name) }
        return found
    }

    private func hasKeys() throws(CredentialsError) -> Bool {
        if try keys(of: profile.inCredentials, in: profile.credentialsPath) != nil { return true }
        return try keys(of: profile.inConfig, in: profile.configPath) != nil
    }

    /// `credential_source`, whose case does not matter.
    private func source(place: String) async throws(CredentialsError) -> Credentials {
        let provider: any CredentialsProvider
        switch place.lowercased() {
        case "environment": provider = EnvironmentCredentials(context.files.environment)
        case "ec2instancemetadata": provider = InstanceCredentials(context)
        case "ecscontainer": provider = ContainerCredentials(context: context)
        default:
            throw error(
                .malformed,
                "sets credential_source to '\(place.printable(maxCount: 40))', which is none of"
                    + " Environment, Ec2InstanceMetadata and EcsContainer")
        }
        switch try await provider.credentials() {
        case .found(let credentials): return credentials
        case .notConfigured(let text):
            throw error(.incomplete, "finds no credentials in credential_source \(place): \(text)")
        }
    }

    private func loop(_ name: String) -> CredentialsError {
        CredentialsError(
            .malformed,
            "source_profile goes round: \((path + [name]).joined(separator: " → "))")
    }

    private func webIdentity(_ file: String) async throws(CredentialsError) -> Credentials {
        guard let arn = profile["role_arn"] else {
            throw error(.incomplete, "sets \(Self.tokenFileKey) without role_arn: set both or none")
        }
        let role = AssumedRole(
            arn: arn, sessionName: profile["role_session_name"] ?? context.defaultSessionName)
        let token = try context.token(
            inFile: file, named: "\(Self.tokenFileKey) of profile '\(profile.profileName)'")
        return try await context.sts(for: profile).assume(role, withWebIdentity: token)
    }

    // MARK: - Keys

    private func keys(
        of value: (String) -> String?, in path: String
    ) throws(CredentialsError) -> Credentials? {
        let values = CredentialValues(
            key: value(Self.names.key), secret: value(Self.names.secret),
            token: value(Self.names.token) ?? value("aws_security_token"))
        guard values.key != nil || values.secret != nil else { return nil }
        return try values.credentials(names: Self.names, place: path)
    }

    // MARK: - Errors

    private func error(_ code: CredentialsError.Code, _ what: String) -> CredentialsError {
        CredentialsError(code, "profile '\(profile.profileName)' \(what)")
    }
}
