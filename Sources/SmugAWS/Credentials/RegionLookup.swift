/// The region to work in: `AWS_REGION`, `AWS_DEFAULT_REGION`, then the profile's `region`.
package struct RegionLookup: Sendable {
    private let environment: [String: String]
    private let configuration: SharedConfiguration

    /// Takes what `SharedFiles.load` gave.
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

    /// The same, nil where no place names one.
    func regionIfAny() throws(RegionError) -> String? {
        do throws(RegionError) {
            return try region()
        } catch {
            if case .notFound = error { return nil }
            throw error
        }
    }

    /// A region that can be part of a host name; the source is what the error names.
    package static func checked(
        _ region: String, from source: String
    ) throws(RegionError) -> String {
        guard isValid(region) else { throw .malformed(source: source) }
        return region
    }

    /// Letters, digits and hyphens, as one label of a host name, and in lower case.
    package static func isValid(_ region: String) -> Bool {
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
