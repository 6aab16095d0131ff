/// Why there is no region.
package enum RegionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No place names one.
    case notFound(profile: String)
    /// The place names something that no region is called.
    case malformed(source: String)

    /// What is missing or wrong, and what to do.
    package var description: String {
        switch self {
        case .notFound(let profile):
            "no AWS region: set AWS_REGION, or region in profile '\(profile)'"
        case .malformed(let source):
            "\(source) is not the name of a region, which looks like eu-central-1"
        }
    }
}
