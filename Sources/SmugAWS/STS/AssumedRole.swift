/// A role to take, as a profile or the environment describes it.
struct AssumedRole: Hashable, Sendable {
    static let durations = 900...43_200

    let arn: String
    let sessionName: String
    var externalID: String?
    /// In seconds; STS takes an hour where it is nil.
    var duration: Int?
}

extension AssumedRole {
    /// The role that a profile asks for.
    ///
    /// - Throws: also where it needs a code of a device, which nobody is there to type.
    init(
        of profile: SharedConfiguration, arn: String, defaultSessionName: String
    ) throws(CredentialsError) {
        guard profile["mfa_serial"] == nil else {
            throw CredentialsError(
                .unsupported,
                "profile '\(profile.profileName)' sets mfa_serial, and nobody is here to type a"
                    + " code: use a role without MFA, or export credentials that you got with it")
        }
        self.init(
            arn: arn, sessionName: profile["role_session_name"] ?? defaultSessionName,
            externalID: profile["external_id"], duration: try Self.duration(in: profile))
    }

    private static func duration(
        in profile: SharedConfiguration
    ) throws(CredentialsError) -> Int? {
        guard let text = profile["duration_seconds"] else { return nil }
        guard let number = Int(text), durations.contains(number) else {
            throw CredentialsError(
                .malformed,
                "duration_seconds of profile '\(profile.profileName)' is not a whole number from"
                    + " \(durations.lowerBound) to \(durations.upperBound)")
        }
        return number
    }
}
