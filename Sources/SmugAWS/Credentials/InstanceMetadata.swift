internal import SmugHTTP

/// EC2's instance metadata service, version 2: every question needs a token.
struct InstanceMetadata {
    /// What asking for a piece of metadata comes to.
    enum Answer: Hashable {
        case text([UInt8])
        /// The service has no such piece.
        case absent
        /// There is no service here, or it does not want to be asked; the text says more.
        case unavailable(String)
    }

    private static let tokenSeconds = 21_600
    private static let maxAnswerBytes = 64 * 1024

    let endpoint: EndpointURL
    private let transport: any HTTPTransport
    private let timeout: Duration
    private let maxAttempts: Int

    /// - Returns: nil where the environment turns it off.
    init?(
        environment: [String: String], profile: SharedConfiguration, transport: any HTTPTransport
    ) throws(CredentialsError) {
        let settings = SettingLookup(environment: environment, profile: profile)
        guard settings[.metadataDisabled]?.lowercased() != "true" else { return nil }
        endpoint = try Self.endpoint(settings)
        timeout = .seconds(try Self.number(.metadataTimeout, in: settings, 1...60))
        maxAttempts = try Self.number(.metadataAttempts, in: settings, 1...20)
        self.transport = transport
    }

    private static func endpoint(
        _ settings: SettingLookup
    ) throws(CredentialsError) -> EndpointURL {
        if let text = settings[.metadataEndpoint] {
            do throws(EndpointURLError) {
                return try EndpointURL(text)
            } catch {
                throw CredentialsError(.malformed, "\(Setting.metadataEndpoint.variable): \(error)")
            }
        }
        switch settings[.metadataMode]?.lowercased() ?? "ipv4" {
        case "ipv4": return EndpointURL(scheme: .http, host: "169.254.169.254")
        case "ipv6": return EndpointURL(scheme: .http, host: "fd00:ec2::254")
        default:
            throw CredentialsError(
                .malformed, "\(Setting.metadataMode.variable) is neither IPv4 nor IPv6")
        }
    }

    private static func number(
        _ setting: Setting, in settings: SettingLookup, _ range: ClosedRange<Int>
    ) throws(CredentialsError) -> Int {
        guard let text = settings[setting] else { return 1 }
        guard let number = Int(text), range.contains(number) else {
            throw CredentialsError(
                .malformed,
                "\(setting.variable) is not a whole number from \(range.lowerBound) to"
                    + " \(range.upperBound)")
        }
        return number
    }

    func piece(_ path: String, token: String) async -> Answer {
        await ask(.get, "/latest/meta-data/\(path)", "x-aws-ec2-metadata-token: \(token)")
    }

    /// The token that pieces are asked for with.
    func token() async -> Answer {
        switch await ask(
            .put, "/latest/api/token",
            "x-aws-ec2-metadata-token-ttl-seconds: \(Self.tokenSeconds)")
        {
        case .text(let bytes)
        where !bytes.isEmpty && bytes.allSatisfy { (0x21...0x7E).contains($0) }:
            return .text(bytes)
        case .text, .absent: return .unavailable("\(endpoint) gives no token of IMDSv2")
        case .unavailable(let text): return .unavailable(text)
        }
    }

    /// The region that the instance runs in; nil where nobody says it.
    func region() async -> String? {
        guard case .text(let token) = await token(),
            case .text(let region) = await piece(
                "placement/region", token: String(decoding: token, as: UTF8.self))
        else { return nil }
        let text = String(decoding: region, as: UTF8.self)
        return RegionLookup.isValid(text) ? text : nil
    }

    private func ask(_ method: HTTPMethod, _ path: String, _ field: String) async -> Answer {
        var request = OutgoingRequest(
            method, url: "\(endpoint)\(path)", fieldLines: [field], timeout: timeout,
            connectTimeout: timeout, maxResponseBytes: Self.maxAnswerBytes)
        request.avoidsProxy = true
        do throws(TransportError) {
            let response = try await transport.perform(request, maxAttempts: maxAttempts)
            switch response.status {
            case 200: return .text(response.body)
            case 404: return .absent
            case 403: return .unavailable("the instance metadata service is turned off")
            default: return .unavailable("\(endpoint) answered with HTTP \(response.status)")
            }
        } catch {
            return .unavailable(
                "no instance metadata service at \(endpoint) (\(error.message); from a container"
                    + " its hop limit must be 2)")
        }
    }
}
