/// Finds a service's endpoint in the order that the AWS SDKs share.
///
/// `AWS_ENDPOINT_URL_LAMBDA`, `AWS_ENDPOINT_URL`, the `services` section of the profile, the
/// profile's `endpoint_url`, then the service's own host in the region.
/// `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true` leaves only the last, of which
/// `AWS_USE_FIPS_ENDPOINT` and `AWS_USE_DUALSTACK_ENDPOINT` choose the kind.
package struct EndpointResolver: Sendable {
    private let environment: [String: String]
    private let configuration: SharedConfiguration

    /// Takes what `SharedFiles.load` gave.
    package init(environment: [String: String], configuration: SharedConfiguration) {
        self.environment = environment
        self.configuration = configuration
    }

    /// - Throws: also for a URL that is set and wrong: nothing else is taken in its place.
    package func endpoint(
        of service: AWSService, in region: String
    ) throws(EndpointError) -> EndpointURL {
        guard RegionLookup.isValid(region) else { throw .region }
        if !ignoresConfigured, let (source, text) = configured(for: service) {
            do {
                return try EndpointURL(text)
            } catch {
                throw .url(source: source, error)
            }
        }
        return EndpointURL(scheme: .https, host: try host(of: service, in: region))
    }

    /// Whether ``endpoint(of:in:)`` takes what is configured, not AWS's own host.
    package func isConfigured(_ service: AWSService) -> Bool {
        !ignoresConfigured && configured(for: service) != nil
    }

    /// S3's endpoint, and how buckets are addressed there.
    package func s3Endpoint(in region: String) throws(EndpointError) -> S3Endpoint {
        let style = configuration.nested("addressing_style", in: "s3") ?? "auto"
        guard let style = S3Endpoint.Style(rawValue: style.lowercased()) else {
            throw .addressingStyle(profile: configuration.profileName)
        }
        return S3Endpoint(
            url: try endpoint(of: .s3, in: region), isConfigured: isConfigured(.s3), style: style)
    }

    /// AWS's own, of the kind that the variables ask for.
    private func host(
        of service: AWSService, in region: String
    ) throws(EndpointError) -> String {
        let partition = Partition(region: region)
        let usesFIPS = isOn(.usesFIPS)
        let usesDualStack = isOn(.usesDualStack)
        let name = usesFIPS ? service.name + "-fips" : service.name
        guard usesDualStack else { return "\(name).\(region).\(partition.domain)" }
        // S3 had such hosts before the others, and calls them otherwise.
        if service == .s3 { return "\(name).dualstack.\(region).\(partition.domain)" }
        guard let domain = partition.dualStackDomain else { throw .noDualStack(region: region) }
        return "\(name).\(region).\(domain)"
    }

    private func isOn(_ setting: Setting) -> Bool {
        self.setting(setting)?.lowercased() == "true"
    }

    func setting(_ setting: Setting) -> String? {
        SettingLookup(environment: environment, profile: configuration)[setting]
    }

    private var ignoresConfigured: Bool {
        isOn(.ignoresConfiguredEndpoints)
    }

    private func configured(for service: AWSService) -> (source: String, text: String)? {
        let profile = configuration.profileName
        let specific = "AWS_ENDPOINT_URL_" + service.identifier.uppercased()
        if let text = variable(specific) { return (specific, text) }
        if let text = variable("AWS_ENDPOINT_URL") { return ("AWS_ENDPOINT_URL", text) }
        if let text = configuration.endpointURL(ofService: service.identifier) {
            return ("endpoint_url of \(service.identifier) for profile '\(profile)'", text)
        }
        return configuration["endpoint_url"].map { ("endpoint_url of profile '\(profile)'", $0) }
    }

    private func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
