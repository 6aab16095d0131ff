/// Finds a service's endpoint in the order that the AWS SDKs share.
///
/// `AWS_ENDPOINT_URL_LAMBDA`, `AWS_ENDPOINT_URL`, the `services` section of the profile, the
/// profile's `endpoint_url`, then the service's own host in the region.
/// `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true` leaves only the last.
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
        let suffix = Partition(region: region).domain
        return EndpointURL(scheme: .https, host: "\(service.name).\(region).\(suffix)")
    }

    private var ignoresConfigured: Bool {
        let value =
            variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
            ?? configuration["ignore_configured_endpoint_urls"]
        return value?.lowercased() == "true"
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
