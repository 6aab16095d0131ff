import SmugHTTP
import Testing

@testable import SmugAWS

@Suite struct InstanceCredentialsTests {
    private static let keys = """
        {"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"k","SecretAccessKey":"s","Token":"t",
        "Expiration":"2020-01-01T00:00:00Z"}
        """

    /// A service of version 2: nothing without the token that it has given.
    private static func service(_ request: OutgoingRequest) -> IncomingResponse {
        let path = request.url.split(separator: "/latest/").last ?? ""
        if path == "api/token" {
            guard request.method == .put,
                request.field("x-aws-ec2-metadata-token-ttl-seconds") == "21600"
            else { return IncomingResponse(400) }
            return IncomingResponse(200, "the-token")
        }
        guard request.method == .get, request.field("x-aws-ec2-metadata-token") == "the-token"
        else { return IncomingResponse(401) }
        switch path {
        case "meta-data/iam/security-credentials/": return IncomingResponse(200, "my-role")
        case "meta-data/iam/security-credentials/my-role": return IncomingResponse(200, keys)
        case "meta-data/placement/region": return IncomingResponse(200, "eu-south-2")
        default: return IncomingResponse(404)
        }
    }

    private static func provider(
        _ environment: [String: String], _ transport: ScriptedTransport
    ) -> InstanceCredentials {
        InstanceCredentials(.of(.of(environment), transport: transport))
    }

    @Test func `The role's credentials come with a token, past every proxy`() async throws {
        let transport = ScriptedTransport { request, _ in Self.service(request) }
        let found = try #require(try await Self.provider([:], transport).answer().found)
        #expect(found.accessKeyID == "k" && found.sessionToken == "t")
        #expect(found.expiration == 1_577_836_800 && found.outlivesExpiration)
        #expect(transport.requests.count == 3)
        for request in transport.requests {
            #expect(request.url.hasPrefix("http://169.254.169.254/latest/"))
            #expect(request.avoidsProxy && request.timeout == .seconds(1))
        }
    }

    struct Place: CustomTestStringConvertible, Sendable {
        let environment: [String: String]
        let url: String
        var testDescription: String { url }
    }

    @Test(arguments: [
        Place(
            environment: ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6"],
            url: "http://[fd00:ec2::254]/latest/"),
        Place(
            environment: [
                "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:1338/",
                "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6",
            ], url: "http://127.0.0.1:1338/latest/"),
    ])
    func `The service may be elsewhere`(_ item: Place) async throws {
        let transport = ScriptedTransport { request, _ in Self.service(request) }
        #expect(try await Self.provider(item.environment, transport).answer().found != nil)
        #expect(transport.requests.allSatisfy { $0.url.hasPrefix(item.url) })
    }

    @Test func `Turned off, it is not asked`() async throws {
        let transport = ScriptedTransport { request, _ in Self.service(request) }
        let off = ["AWS_EC2_METADATA_DISABLED": "True"]
        #expect(
            try await Self.provider(off, transport).answer().looked
                == "AWS_EC2_METADATA_DISABLED is true")
        #expect(transport.requests.isEmpty)
    }

    @Test func `Attempts and their time can be set`() async throws {
        let transport = ScriptedTransport { _, _ throws(TransportError) in
            throw TransportError(.connectTimedOut, "took too long")
        }
        let environment = [
            "AWS_METADATA_SERVICE_TIMEOUT": "3", "AWS_METADATA_SERVICE_NUM_ATTEMPTS": "4",
        ]
        let looked = try await Self.provider(environment, transport).answer().looked
        #expect(looked.contains("took too long") && looked.contains("hop limit"))
        #expect(transport.requests.count == 4)
        #expect(transport.requests.allSatisfy { $0.connectTimeout == .seconds(3) })
    }

    @Test(arguments: [
        ["AWS_METADATA_SERVICE_TIMEOUT": "0"], ["AWS_METADATA_SERVICE_NUM_ATTEMPTS": "x"],
        ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "169.254.169.254"],
        ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv5"],
    ])
    func `Settings that cannot be are errors`(environment: [String: String]) async {
        let transport = ScriptedTransport { request, _ in Self.service(request) }
        let error = await Self.provider(environment, transport).failure()
        #expect(error?.code == .malformed)
        #expect(error?.message.contains(environment.keys.first ?? "-") == true)
    }

    struct Fault: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let path: String
        let response: IncomingResponse
        /// Nil where it counts as not configured.
        var code: CredentialsError.Code?
    }

    @Test(arguments: [
        Fault(testDescription: "no token", path: "token", response: IncomingResponse(403)),
        Fault(testDescription: "an empty token", path: "token", response: IncomingResponse(200)),
        Fault(
            testDescription: "a token with a line break", path: "token",
            response: IncomingResponse(200, "a\r\nx: y")),
        Fault(
            testDescription: "no role", path: "credentials/", response: IncomingResponse(404)),
        Fault(
            testDescription: "a role that is a path", path: "credentials/",
            response: IncomingResponse(200, "../x"), code: .malformed),
        Fault(
            testDescription: "a service that fails", path: "credentials/",
            response: IncomingResponse(500), code: .failed),
        Fault(
            testDescription: "a role that cannot be taken", path: "my-role",
            response: IncomingResponse(200, #"{"Code":"AssumeRoleUnauthorizedAccess"}"#),
            code: .failed),
        Fault(
            testDescription: "nonsense", path: "my-role", response: IncomingResponse(200, "<x/>"),
            code: .malformed),
    ])
    func `A fault is told from an instance without a role`(_ item: Fault) async throws {
        let transport = ScriptedTransport { request, _ in
            request.url.hasSuffix(item.path) ? item.response : Self.service(request)
        }
        let provider = Self.provider([:], transport)
        if let code = item.code {
            #expect(await provider.failure()?.code == code)
        } else {
            let answer = try await provider.answer()
            #expect(answer.found == nil && !answer.looked.isEmpty)
        }
    }

    @Test func `G-14 the region is there too`() async throws {
        let transport = ScriptedTransport { request, _ in Self.service(request) }
        let metadata = try InstanceMetadata(
            environment: [:], profile: .empty, transport: transport)
        #expect(await metadata?.region() == "eu-south-2")
        let odd = ScriptedTransport { request, _ in
            request.url.hasSuffix("region")
                ? IncomingResponse(200, "evil.example/") : Self.service(request)
        }
        let other = try InstanceMetadata(environment: [:], profile: .empty, transport: odd)
        #expect(await other?.region() == nil)
    }
}
