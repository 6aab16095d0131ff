/// What a profile says of single sign-on (IAM Identity Center): who gives credentials, and of which
/// role.
struct SingleSignOn: Hashable {
    private static let roleKey = "sso_role_name"
    private static let accountKey = "sso_account_id"
    private static let startKey = "sso_start_url"
    private static let regionKey = "sso_region"
    private static let sessionKey = "sso_session"

    let profile: String
    let account: String
    let role: String
    let startURL: String
    /// Where the portal is, whatever region is worked in.
    let region: String
    /// `nil` for profiles that name the portal themselves.
    let session: String?

    /// - Returns: `nil` where the profile asks for no role: a session alone is for tokens.
    /// - Throws: where it asks for one in part.
    init?(_ profile: SharedConfiguration) throws(CredentialsError) {
        guard profile[Self.roleKey] != nil || profile[Self.accountKey] != nil else { return nil }
        session = profile[Self.sessionKey]
        self.profile = profile.profileName
        var missing: [String] = []
        func value(_ key: String) throws(CredentialsError) -> String {
            let found = try Self.value(key, in: profile)
            if found == nil { missing.append(key) }
            return found ?? ""
        }
        role = try value(Self.roleKey)
        account = try value(Self.accountKey)
        startURL = try value(Self.startKey)
        region = try value(Self.regionKey)
        guard missing.isEmpty else {
            throw CredentialsError(
                .incomplete,
                "profile '\(self.profile)' asks for single sign-on without"
                    + " \(missing.joined(separator: ", ")): run `aws configure sso`, or add it")
        }
    }

    /// Whether a profile names a portal without a role to take there.
    static func isOnlyPortal(_ profile: SharedConfiguration) -> Bool {
        profile[sessionKey] != nil || profile[startKey] != nil
    }

    /// A value of the profile or of the session that it names, which must not contradict each
    /// other.
    private static func value(
        _ key: String, in profile: SharedConfiguration
    ) throws(CredentialsError) -> String? {
        guard let session = profile[sessionKey] else { return profile[key] }
        guard let values = profile.singleSignOnSession(named: session) else {
            throw CredentialsError(
                .incomplete,
                "there is no [sso-session \(session)] in \(profile.configPath), which profile"
                    + " '\(profile.profileName)' names: run `aws configure sso-session`, or add it")
        }
        guard let own = profile[key], let shared = values(key), own != shared else {
            return values(key) ?? profile[key]
        }
        throw CredentialsError(
            .malformed,
            "\(key) of profile '\(profile.profileName)' and of [sso-session \(session)] differ:"
                + " keep one")
    }

    /// Where the AWS CLI keeps the token of this sign-in.
    var cachePath: String {
        "~/.aws/sso/cache/\(Libcrypto.sha1Hexadecimal(of: session ?? startURL)).json"
    }

    /// What to do where there is no sign-in that holds.
    func signedOut(_ why: String) -> CredentialsError {
        CredentialsError(
            .expired, "profile '\(profile)' \(why): run `aws sso login --profile \(profile)`")
    }
}
