extension EndpointResolver {
    /// What older SDKs ask in the regions that were there before STS had an endpoint in each.
    private static let globalHost = "sts.amazonaws.com"
    private static let globalRegion = "us-east-1"
    private static let globalRegions: Set<String> = [
        "ap-northeast-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1",
        "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1",
        "us-east-1", "us-east-2", "us-west-1", "us-west-2",
    ]

    /// STS and the region to sign for; the region may be unknown.
    func stsEndpoint(
        in region: String?
    ) throws(EndpointError) -> (url: EndpointURL, region: String) {
        let usesGlobal =
            region.map { setting(.stsRegionalEndpoints) == "legacy" && Self.isGlobal($0) } ?? true
        guard usesGlobal, !isConfigured(.sts) else {
            let region = region ?? Self.globalRegion
            return (try endpoint(of: .sts, in: region), region)
        }
        return (EndpointURL(scheme: .https, host: Self.globalHost), Self.globalRegion)
    }

    private static func isGlobal(_ region: String) -> Bool { globalRegions.contains(region) }
}
