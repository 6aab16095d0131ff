internal import SmugHTTP

/// How S3 is addressed: the bucket in the host or in the path.
package struct S3Endpoint: Hashable, Sendable {
    /// `addressing_style` of a profile's `s3` section.
    package enum Style: String, Sendable {
        /// In the host, except where that cannot work or the endpoint is not AWS's own.
        case auto
        case path
        case virtual
    }

    let url: EndpointURL
    /// Whether it was configured, rather than made out of the region.
    let isConfigured: Bool
    let style: Style

    package init(url: EndpointURL, isConfigured: Bool, style: Style) {
        self.url = url
        self.isConfigured = isConfigured
        self.style = style
    }

    /// Where to ask for an object.
    func place(of address: S3Address) -> (endpoint: EndpointURL, path: String) {
        let key = "/" + PercentEncoding.encode(address.key, keeping: .path)
        if putsBucketInHost(address.bucket) {
            return (url.with(hostPrefix: address.bucket + "."), key)
        }
        return (url, "/\(address.bucket)\(key)")
    }

    private func putsBucketInHost(_ bucket: String) -> Bool {
        guard style != .path, !url.hasAddressAsHost, style == .virtual || !isConfigured else {
            return false
        }
        return Self.isLabel(bucket, mayHoldDots: url.scheme == .http)
    }

    /// Whether the bucket can be part of a host name; a certificate covers one label only.
    private static func isLabel(_ bucket: String, mayHoldDots: Bool) -> Bool {
        let labels = bucket.split(separator: ".", omittingEmptySubsequences: false)
        guard bucket.utf8.count <= 63, labels.count == 1 || mayHoldDots else { return false }
        return labels.allSatisfy { label in
            !label.isEmpty && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy {
                    ASCIIByte.isLowercase($0) || ASCIIByte.isDigit($0) || $0 == UInt8(ascii: "-")
                }
        }
    }
}
