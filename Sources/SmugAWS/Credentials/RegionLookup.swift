/// The region to work in: `AWS_REGION`, `AWS_DEFAULT_REGION`, then the profile's `region`.
package struct RegionLookup: Sendable {
    private let environment: [String: String]
    private let configuration: SharedConfiguration

    package init(environment: [String: String], configuration: SharedConfiguration) {
        self.environment = environment
        self.configuration = configuration
    }

    /// The first that is set, checked: a region is part of host names.
    package func region() throws(RegionError) -> String {
        for name in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
            if let value = environment[name], !value.isEmpty {
                return try Self.checked(value, from: name)
            }
        }
        if let value = configuration["region"] {
            return try Self.checked(
                value, from: "region of profile '\(configuration.profileName)'")
        }
        throw .notFound(profile: configuration.profileName)
    }

    /// - Parameter source: what to name in the error.
    package static func checked(
        _ region: String, from source: String
    ) throws(RegionError) -> String {
        guard isValid(region) else { throw .malformed(source: source) }
        return region
    }

    /// Letters, digits and hyphens, as one label of a host name, and in lower case.
    static func isValid(_ region: String) -> Bool {
        let bytes = region.utf8
        return (1...63).contains(bytes.count) && bytes.first != UInt8(ascii: "-")
            && bytes.last != UInt8(ascii: "-")
            && bytes.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}

/// Why there is no region.
package enum RegionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No place names one.
    case notFound(profile: String)
    /// The place names something that no region is called.
    case malformed(source: String)

    package var description: String {
        switch self {
        case .notFound(let profile):
            "no AWS region: set AWS_REGION, or region in profile '\(profile)'"
        case .malformed(let source):
            "\(source) is not the name of a region, which looks like eu-central-1"
        }
    }
}
