/// The profile in force, out of both shared files.
///
/// `[profile NAME]` of the config file and `[NAME]` of the credentials file make one profile; where
/// both set a key, the credentials file wins.
package struct SharedConfiguration: Sendable {
    /// The name of the profile; `default` when none was asked for.
    package let profileName: String
    /// Whether the environment named the profile, so that it has to exist.
    package let isProfileExplicit: Bool
    let configPath: String
    let credentialsPath: String

    private let configProfile: [String: INIDocument.Value]?
    private let credentialsProfile: [String: INIDocument.Value]?
    private let services: [String: INIDocument.Value]
    private let documents: (config: INIDocument?, credentials: INIDocument?)

    init(
        profile: String?, config: INIDocument?, credentials: INIDocument?,
        paths: (config: String, credentials: String)
    ) {
        let name = profile ?? "default"
        documents = (config, credentials)
        profileName = name
        isProfileExplicit = profile != nil
        configPath = paths.config
        credentialsPath = paths.credentials
        configProfile = config?.lastSection { section in
            section == "default" && name == "default"
                || Self.name(in: section, after: "profile") == name
        }
        credentialsProfile = credentials?[name]?.values
        let wanted = credentialsProfile?["services"] ?? configProfile?["services"]
        guard case .text(let wanted) = wanted else {
            services = [:]
            return
        }
        services =
            config?.lastSection { Self.name(in: $0, after: "services") == wanted } ?? [:]
    }

    /// Nothing: no files, no profile.
    package static let empty = SharedConfiguration(
        profile: nil, config: nil, credentials: nil, paths: ("", ""))

    /// Whether either file has the profile.
    package var hasProfile: Bool { configProfile != nil || credentialsProfile != nil }

    /// Another profile of the same files.
    func profile(named name: String) -> SharedConfiguration {
        SharedConfiguration(
            profile: name, config: documents.config, credentials: documents.credentials,
            paths: (configPath, credentialsPath))
    }

    /// A plain value of the profile, its key in lower case; nil when absent, empty or nested.
    package subscript(key: String) -> String? {
        inCredentials(key) ?? inConfig(key)
    }

    func inCredentials(_ key: String) -> String? { credentialsProfile?[key]?.text }

    func inConfig(_ key: String) -> String? { configProfile?[key]?.text }

    /// A value of a nested section of the profile, such as `addressing_style` in `s3`.
    func nested(_ key: String, in section: String) -> String? {
        guard case .nested(let values) = credentialsProfile?[section] ?? configProfile?[section]
        else { return nil }
        return values[key].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The values of `[sso-session NAME]`; `nil` where there is none.
    func singleSignOnSession(named name: String) -> ((String) -> String?)? {
        let values = documents.config?.lastSection {
            Self.name(in: $0, after: "sso-session") == name
        }
        return values.map { values in { values[$0]?.text } }
    }

    /// `endpoint_url` of one service in the `services` section that the profile names.
    ///
    /// The service goes by its identifier in lower case, such as `lambda` or `s3`.
    package func endpointURL(ofService service: String) -> String? {
        guard case .nested(let values) = services[service] else { return nil }
        return values["endpoint_url"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The name in `profile NAME`, which may stand in quotes.
    private static func name(in section: String, after keyword: String) -> String? {
        guard section.hasPrefix(keyword) else { return nil }
        let rest = section.dropFirst(keyword.count)
        guard rest.first?.isWhitespace == true else { return nil }
        var name = rest.drop(while: \.isWhitespace)
        while name.last?.isWhitespace == true { name.removeLast() }
        if let quote = name.first, quote == "\"" || quote == "'", name.count >= 2,
            name.last == quote
        {
            return String(name.dropFirst().dropLast())
        }
        return name.contains(where: \.isWhitespace) ? nil : String(name)
    }
}

extension INIDocument {
    fileprivate func lastSection(where fits: (String) -> Bool) -> [String: Value]? {
        sections.last { fits($0.name) }?.values
    }
}

extension INIDocument.Value {
    fileprivate var text: String? {
        if case .text(let text) = self, !text.isEmpty { text } else { nil }
    }
}
