/// A part of AWS with names and credentials of its own.
package enum Partition: String, Hashable, Sendable {
    case aws
    case china = "aws-cn"
    case usGov = "aws-us-gov"
    case europeanSovereign = "aws-eusc"
    case iso = "aws-iso"
    case isoB = "aws-iso-b"

    /// Regions that no other prefix claims are in `aws`.
    package init(region: String) {
        let prefixes: [(String, Partition)] = [
            ("cn-", .china), ("us-gov-", .usGov), ("eusc-", .europeanSovereign),
            ("us-isob-", .isoB), ("us-iso-", .iso),
        ]
        self = prefixes.first { region.hasPrefix($0.0) }?.1 ?? .aws
    }

    /// What host names end with that have IPv6 addresses too; nil where there are none.
    package var dualStackDomain: String? {
        switch self {
        case .aws, .usGov: "api.aws"
        case .china: "api.amazonwebservices.com.cn"
        case .europeanSovereign, .iso, .isoB: nil
        }
    }

    /// What its services' host names end with.
    package var domain: String {
        switch self {
        case .aws, .usGov: "amazonaws.com"
        case .china: "amazonaws.com.cn"
        case .europeanSovereign: "amazonaws.eu"
        case .iso: "c2s.ic.gov"
        case .isoB: "sc2s.sgov.gov"
        }
    }
}
