internal import SmugJSON

/// The role of the EC2 instance, from its metadata service.
struct InstanceCredentials: CredentialsProvider {
    private static let path = "iam/security-credentials/"

    private let context: CredentialsContext

    init(_ context: CredentialsContext) {
        self.context = context
    }

    func credentials() async throws(CredentialsError) -> CredentialsAnswer {
        guard
            let metadata = try InstanceMetadata(
                environment: context.files.environment, profile: context.files.load(),
                transport: context.transport)
        else { return .notConfigured("\(Setting.metadataDisabled.variable) is true") }
        let token: String
        switch await metadata.token() {
        case .text(let bytes): token = String(decoding: bytes, as: UTF8.self)
        case .unavailable(let text): return .notConfigured(text)
        case .absent: return .notConfigured("\(metadata.endpoint) gives no token")
        }
        let role: String
        switch await metadata.piece(Self.path, token: token) {
        case .text(let bytes): role = try Self.roleName(bytes, metadata)
        case .absent: return .notConfigured("this EC2 instance has no role")
        case .unavailable(let text): throw CredentialsError(.failed, text)
        }
        switch await metadata.piece(Self.path + role, token: token) {
        case .text(let bytes): return .found(try Self.credentials(bytes, role, metadata))
        case .absent: throw CredentialsError(.failed, "the role \(role) of this instance is gone")
        case .unavailable(let text): throw CredentialsError(.failed, text)
        }
    }

    private static func roleName(
        _ bytes: [UInt8], _ metadata: InstanceMetadata
    ) throws(CredentialsError) -> String {
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard (1...128).contains(line.count),
            line.allSatisfy({ ASCIIByte.isAlphanumeric($0) || "_+=,.@-".utf8.contains($0) })
        else {
            throw CredentialsError(
                .malformed, "\(metadata.endpoint) names a role that none is called")
        }
        return String(decoding: line, as: UTF8.self)
    }

    private static func credentials(
        _ bytes: [UInt8], _ role: String, _ metadata: InstanceMetadata
    ) throws(CredentialsError) -> Credentials {
        let place = "the instance metadata service at \(metadata.endpoint)"
        let issued = try IssuedCredentials(parsing: bytes, from: place)
        if let code = issued["Code"]?.string, code != "Success" {
            throw CredentialsError(
                .failed,
                "\(place) has no credentials for the role \(role):"
                    + " \(code.printable(maxCount: 100))")
        }
        return try issued.credentials(tokenName: "Token", outlivesExpiration: true)
    }
}
