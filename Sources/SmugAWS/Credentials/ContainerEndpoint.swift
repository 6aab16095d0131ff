/// Where a container's credentials are, as its environment says.
struct ContainerEndpoint: Hashable {
    static let relativeName = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
    static let fullName = "AWS_CONTAINER_CREDENTIALS_FULL_URI"

    private static let taskHost = "169.254.170.2"
    /// ECS, and EKS over both versions of IP.
    private static let linkHosts: Set<String> = [taskHost, "169.254.170.23", "fd00:ec2::23"]

    let url: String
    let host: String
    /// Whether the host is this machine or on its link, where no proxy leads.
    let isOnLink: Bool

    /// The relative address comes first, as the SDKs have it; nil where neither is set.
    ///
    /// - Throws: also for a host to which a secret would go over the network in the clear.
    init?(relative: String?, full: String?) throws(CredentialsError) {
        if let relative {
            guard relative.first == "/", Self.isTarget(relative) else {
                throw Self.malformed(Self.relativeName, "it must be a path that begins with /")
            }
            self.init("http://\(Self.taskHost)\(relative)", host: Self.taskHost, isOnLink: true)
        } else if let full {
            try self.init(full: full)
        } else {
            return nil
        }
    }

    private init(_ url: String, host: String, isOnLink: Bool) {
        self.url = url
        self.host = host
        self.isOnLink = isOnLink
    }

    private init(full: String) throws(CredentialsError) {
        let authority = full.firstRange(of: "://").map { full[$0.upperBound...] } ?? ""
        let end = authority.firstIndex { "/?#".contains($0) } ?? full.endIndex
        let origin: EndpointURL
        do throws(EndpointURLError) {
            origin = try EndpointURL(String(full[..<end]))
        } catch {
            throw Self.malformed(Self.fullName, "\(error)")
        }
        let target = full[end...].first == "?" ? "/" + full[end...] : full[end...]
        guard Self.isTarget(String(target)) else {
            throw Self.malformed(
                Self.fullName, "its path must hold neither spaces nor a fragment")
        }
        let isOnLink = Self.isLoopback(origin.host) || Self.linkHosts.contains(origin.host)
        guard isOnLink || origin.scheme == .https else {
            throw Self.malformed(
                Self.fullName,
                "\(origin.host) is neither this machine nor the address of ECS or EKS, and http"
                    + " would show the secret: use https")
        }
        self.init(
            "\(origin)\(target)", host: origin.host, isOnLink: isOnLink)
    }

    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { UInt8($0) != nil && $0.utf8.allSatisfy(ASCIIByte.isDigit) }
    }

    private static func isTarget(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }
    }

    private static func malformed(_ name: String, _ why: String) -> CredentialsError {
        CredentialsError(.malformed, "\(name) cannot be used: \(why)")
    }
}
