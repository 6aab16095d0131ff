import SmugHTTP
import SmugLoop
import Testing

@testable import SmugAWS

@Suite struct ProfileCredentialsTests {
    private static let base = "[base]\naws_access_key_id = base\naws_secret_access_key = s/base\n"
    private static let until = "2030-01-01T00:00:00Z"

    private static func form(_ request: OutgoingRequest) -> [String: String] {
        let pairs = request.text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            let value = PercentEncoding.decode(Array(parts[1].utf8)[...]) ?? []
            return (parts[0], String(decoding: value, as: UTF8.self))
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    private static func sts(_ request: OutgoingRequest, _ number: Int) -> IncomingResponse {
        let form = form(request)
        return IncomingResponse.sts(
            key: form["RoleArn"] ?? "", action: form["Action"] ?? "", until: until)
    }

    @Test func `A role is taken with the keys of another profile`() async throws {
        let transport = ScriptedTransport(Self.sts)
        let files = SharedFiles.of(
            config: """
                [default]
                role_arn = arn:aws:iam::1:role/r
                source_profile = base
                external_id = a&b=c
                role_session_name = me@here
                duration_seconds = 900
                region = eu-central-1
                """, credentials: Self.base)
        let found = try await SharedFileCredentials(.of(files, transport: transport)).answer().found
        #expect(found?.accessKeyID == "arn:aws:iam::1:role/r")
        #expect(found?.secretAccessKey == "s/arn:aws:iam::1:role/r")
        #expect(found?.sessionToken == "t/arn:aws:iam::1:role/r")
        #expect(found?.expiration == 1_893_456_000)
        #expect(found?.outlivesExpiration == false)
        let request = transport.requests[0]
        #expect(request.method == .post && request.url == "https://sts.eu-central-1.amazonaws.com/")
        let authorization = request.field("authorization") ?? ""
        #expect(authorization.contains("Credential=base/"))
        #expect(authorization.contains("/eu-central-1/sts/aws4_request"))
        #expect(
            Self.form(request) == [
                "Action": "AssumeRole", "Version": "2011-06-15",
                "RoleArn": "arn:aws:iam::1:role/r", "RoleSessionName": "me@here",
                "ExternalId": "a&b=c", "DurationSeconds": "900",
            ])
    }

    struct Chain: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let config: String
        /// The keys that sign each question to STS.
        let signers: [String]
        var environment: [String: String] = [:]
    }

    @Test(arguments: [
        Chain(
            testDescription: "a role through a role",
            config: """
                [default]
                role_arn = outer
                source_profile = middle
                [profile middle]
                role_arn = inner
                source_profile = base
                """, signers: ["base", "inner"]),
        Chain(
            testDescription: "a source with keys and a role of its own gives its keys",
            config: """
                [default]
                role_arn = outer
                source_profile = middle
                [profile middle]
                role_arn = inner
                source_profile = default
                aws_access_key_id = middle
                aws_secret_access_key = s
                """, signers: ["middle"]),
        Chain(
            testDescription: "a profile that is its own source",
            config: """
                [default]
                role_arn = outer
                source_profile = default
                aws_access_key_id = own
                aws_secret_access_key = s
                """, signers: ["own"]),
        Chain(
            testDescription: "a source with a process",
            config: """
                [default]
                role_arn = outer
                source_profile = middle
                [profile middle]
                credential_process = program
                """, signers: ["process"]),
        Chain(
            testDescription: "the environment",
            config: "[default]\nrole_arn = outer\ncredential_source = environment\n",
            signers: ["variable"],
            environment: [
                "AWS_ACCESS_KEY_ID": "variable", "AWS_SECRET_ACCESS_KEY": "s",
            ]),
    ])
    func `Sources are followed`(_ item: Chain) async throws {
        let transport = ScriptedTransport(Self.sts)
        let files = SharedFiles.of(
            item.environment, config: item.config, credentials: Self.base)
        let context = CredentialsContext.of(files, transport: transport) {
            _ throws(LoopError) in
            ChildOutput(
                end: .exited(.status(0)),
                bytes: Array(
                    #"{"Version":1,"AccessKeyId":"process","SecretAccessKey":"s"}"#.utf8))
        }
        let found = try await SharedFileCredentials(context).answer().found
        #expect(found?.accessKeyID == "outer")
        let signers = transport.requests.map { request in
            request.field("authorization")?.split(separator: "=")[1].split(separator: "/").first
                .map(String.init) ?? ""
        }
        #expect(signers == item.signers)
    }

    @Test(arguments: ["EcsContainer", "Ec2InstanceMetadata"])
    func `The places of the machine are sources too`(place: String) async throws {
        let transport = ScriptedTransport { request, number in
            let keys = #"{"AccessKeyId":"machine","SecretAccessKey":"s","Token":"t"}"#
            if request.url.contains("sts") { return Self.sts(request, number) }
            if request.url.hasSuffix("/token") { return IncomingResponse(200, "t") }
            return request.url.hasSuffix("credentials/")
                ? IncomingResponse(200, "role") : IncomingResponse(200, keys)
        }
        let files = SharedFiles.of(
            ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x"],
            config: "[default]\nrole_arn = outer\ncredential_source = \(place)\n")
        _ = try await SharedFileCredentials(.of(files, transport: transport)).answer()
        #expect(
            transport.requests.last?.field("authorization")?.contains("=machine/") == true)
    }

    @Test func `A web identity of the profile is not signed`() async throws {
        let transport = ScriptedTransport(Self.sts)
        let files = SharedFiles.of(
            config: "[default]\nrole_arn = outer\nweb_identity_token_file = /token\n",
            files: ["/token": "a.b-c\n"])
        let found = try await SharedFileCredentials(.of(files, transport: transport)).answer().found
        #expect(found?.accessKeyID == "outer")
        let request = transport.requests[0]
        #expect(request.url == "https://sts.amazonaws.com/")
        #expect(request.field("authorization") == nil)
        let form = Self.form(request)
        #expect(form["Action"] == "AssumeRoleWithWebIdentity")
        #expect(form["WebIdentityToken"] == "a.b-c" && form["RoleSessionName"] == "smug-1000")
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let config: String
        let code: CredentialsError.Code
        let says: String

        init(
            _ name: String, _ config: String, _ code: CredentialsError.Code, _ says: String
        ) {
            testDescription = name
            self.config = "[default]\n" + config
            self.code = code
            self.says = says
        }
    }

    @Test(arguments: [
        Refusal("no source", "role_arn = r\n", .incomplete, "add source_profile"),
        Refusal(
            "two sources", "role_arn = r\nsource_profile = base\ncredential_source = x\n",
            .malformed, "keep one"),
        Refusal(
            "a source that is not there", "role_arn = r\nsource_profile = nobody\n",
            .profileNotFound, "'nobody'"),
        Refusal(
            "a source without credentials",
            "role_arn = r\nsource_profile = x\n[profile x]\nregion = r\n", .incomplete,
            "has no credentials"),
        Refusal(
            "its own source without keys", "role_arn = r\nsource_profile = default\n", .malformed,
            "default → default"),
        Refusal(
            "a circle",
            """
            role_arn = r
            source_profile = a
            [profile a]
            role_arn = r
            source_profile = b
            [profile b]
            role_arn = r
            source_profile = a
            """, .malformed, "default → a → b → a"),
        Refusal(
            "another place", "role_arn = r\ncredential_source = Moon\n", .malformed, "'Moon'"),
        Refusal(
            "an empty place", "role_arn = r\ncredential_source = Environment\n", .incomplete,
            "AWS_ACCESS_KEY_ID"),
        Refusal(
            "a code of a device", "role_arn = r\nsource_profile = base\nmfa_serial = m\n",
            .unsupported, "mfa_serial"),
        Refusal(
            "too short a time", "role_arn = r\nsource_profile = base\nduration_seconds = 899\n",
            .malformed, "900 to 43200"),
        Refusal(
            "too long a time", "role_arn = r\nsource_profile = base\nduration_seconds = 43201\n",
            .malformed, "900 to 43200"),
        Refusal(
            "a web identity without a role", "web_identity_token_file = /token\n", .incomplete,
            "role_arn"),
        Refusal(
            "no token", "role_arn = r\nweb_identity_token_file = /none\n", .file, "/none"),
        Refusal(
            "a token of two lines", "role_arn = r\nweb_identity_token_file = /two\n", .malformed,
            "does not hold a token"),
        Refusal(
            "STS refuses", "role_arn = denied\nsource_profile = base\n", .failed,
            "AccessDenied: not you"),
        Refusal(
            "STS speaks in riddles", "role_arn = riddle\nsource_profile = base\n", .malformed,
            "without credentials"),
    ])
    func `A profile that cannot be used says why`(_ item: Refusal) async throws {
        let transport = ScriptedTransport { request, number in
            if request.text.contains("denied") {
                return IncomingResponse(
                    403,
                    "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not you</Message>"
                        + "</Error></ErrorResponse>")
            }
            return request.text.contains("riddle")
                ? IncomingResponse(200, "<x/>") : Self.sts(request, number)
        }
        let files = SharedFiles.of(
            config: item.config, credentials: Self.base,
            files: ["/token": "t", "/two": "a\nb"])
        let error = await SharedFileCredentials(.of(files, transport: transport)).failure()
        #expect(error?.code == item.code)
        #expect(error?.message.contains(item.says) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("s/base") == false)
    }

    struct Place: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var environment: [String: String] = [:]
        let region: String?
        let url: String
        let signedFor: String
    }

    @Test(arguments: [
        Place(
            testDescription: "regional", region: "eu-west-1",
            url: "https://sts.eu-west-1.amazonaws.com", signedFor: "eu-west-1"),
        Place(
            testDescription: "legacy", environment: ["AWS_STS_REGIONAL_ENDPOINTS": "legacy"],
            region: "eu-west-1", url: "https://sts.amazonaws.com", signedFor: "us-east-1"),
        Place(
            testDescription: "legacy, in a region that is too young for it",
            environment: ["AWS_STS_REGIONAL_ENDPOINTS": "legacy"], region: "eu-central-2",
            url: "https://sts.eu-central-2.amazonaws.com", signedFor: "eu-central-2"),
        Place(
            testDescription: "no region", region: nil, url: "https://sts.amazonaws.com",
            signedFor: "us-east-1"),
        Place(
            testDescription: "configured", environment: ["AWS_ENDPOINT_URL_STS": "http://x:1"],
            region: nil, url: "http://x:1", signedFor: "us-east-1"),
    ])
    func `Where STS is`(_ item: Place) throws {
        let resolver = EndpointResolver(environment: item.environment, configuration: .empty)
        let (url, region) = try resolver.stsEndpoint(in: item.region)
        #expect(url.description == item.url)
        #expect(region == item.signedFor)
    }
}
