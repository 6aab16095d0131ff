import Testing

@testable import SmugAWS

@Suite struct WebIdentityCredentialsTests {
    private static let variables = [
        "AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:r", "AWS_REGION": "eu-west-1",
    ]

    private static func provider(
        _ environment: [String: String], _ transport: ScriptedTransport
    ) -> WebIdentityCredentials {
        WebIdentityCredentials(
            context: .of(.of(environment, files: ["/token": "jwt\n"]), transport: transport))
    }

    private static func answering() -> ScriptedTransport {
        ScriptedTransport { _, _ in
            .sts(
                key: "k", action: "AssumeRoleWithWebIdentity", until: "2030-01-01T00:00:00.123Z")
        }
    }

    @Test func `The token of the file buys the role's credentials`() async throws {
        let transport = Self.answering()
        let named = Self.variables.merging(["AWS_ROLE_SESSION_NAME": "pod"]) { $1 }
        let found = try await Self.provider(named, transport).answer().found
        #expect(found?.accessKeyID == "k" && found?.expiration == 1_893_456_000)
        let request = transport.requests[0]
        #expect(request.url == "https://sts.eu-west-1.amazonaws.com/")
        #expect(request.field("authorization") == nil)
        #expect(
            request.text
                == "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Ar"
                + "&RoleSessionName=pod&WebIdentityToken=jwt")
    }

    @Test func `Without the variables it is not configured, with half of them it is wrong`()
        async throws
    {
        let transport = Self.answering()
        #expect(try await Self.provider([:], transport).answer().found == nil)
        let half = ["AWS_WEB_IDENTITY_TOKEN_FILE": "/token"]
        #expect(await Self.provider(half, transport).failure()?.code == .incomplete)
        let gone = Self.variables.merging(["AWS_WEB_IDENTITY_TOKEN_FILE": "/gone"]) { $1 }
        #expect(await Self.provider(gone, transport).failure()?.code == .file)
        #expect(transport.requests.isEmpty)
    }

    @Test func `STS is asked again where it fails for a moment`() async throws {
        let transport = ScriptedTransport { _, number in
            number < 3
                ? IncomingResponse(503) : .sts(key: "k", until: "2030-01-01T00:00:00Z")
        }
        #expect(try await Self.provider(Self.variables, transport).answer().found != nil)
    }
}
