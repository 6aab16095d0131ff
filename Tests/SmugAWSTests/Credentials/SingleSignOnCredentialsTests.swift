import SmugHTTP
import SmugJSON
import Synchronization
import Testing

@testable import SmugAWS

@Suite struct SingleSignOnCredentialsTests {
    private static let config = """
        [default]
        sso_session = work
        sso_account_id = 123456789012
        sso_role_name = Reader & Writer
        region = us-east-1
        [sso-session work]
        sso_start_url = https://work.awsapps.com/start
        sso_region = eu-west-1
        """
    private static let legacy = """
        [default]
        sso_account_id = 123456789012
        sso_role_name = r
        sso_start_url = https://work.awsapps.com/start
        sso_region = eu-west-1
        """
    /// SHA-1 of `work` and of the URL.
    private static let paths = (
        session: "/me/.aws/sso/cache/e274eeff768c6396088ec6eb091f4bf4d47ab1e0.json",
        legacy: "/me/.aws/sso/cache/19aabcacc95f752e6b4e0978c9b2a1691b58f5e0.json"
    )
    private static let sent = """
        {"roleCredentials": {"accessKeyId": "ASIA", "secretAccessKey": "s", "sessionToken": "t",
         "expiration": 1893456000999}}
        """

    /// The time of the tests is 1,000 seconds after 1970 began.
    private static func token(until: String, refreshes: Bool = false) -> String {
        let more = """
            , "clientId": "id", "clientSecret": "cs", "refreshToken": "r1", "kept": [1],
              "registrationExpiresAt": "1970-01-02T00:00:00Z"
            """
        return """
            {"accessToken": "person", "expiresAt": "\(until)"\(refreshes ? more : "")}
            """
    }

    /// What was written, and what was asked.
    private final class Recorder: Sendable {
        let written = Mutex<[String: [UInt8]]>([:])
    }

    private static func provider(
        _ config: String, _ files: [String: String], _ transport: ScriptedTransport,
        into recorder: Recorder = Recorder()
    ) -> SharedFileCredentials {
        let shared = SharedFiles.of(config: config, files: files) { path, bytes in
            recorder.written.withLock { $0[path] = bytes }
        }
        return SharedFileCredentials(.of(shared, transport: transport))
    }

    @Test(arguments: ["1970-01-01T01:00:00Z", "1970-01-01T01:00:00UTC"])
    func `A session's token buys the role's credentials`(until: String) async throws {
        let transport = ScriptedTransport { _, _ in IncomingResponse(200, Self.sent) }
        let found = try await Self.provider(
            Self.config, [Self.paths.session: Self.token(until: until)], transport
        ).answer().found
        #expect(found?.accessKeyID == "ASIA" && found?.sessionToken == "t")
        #expect(found?.expiration == 1_893_456_000)
        let request = transport.requests[0]
        #expect(
            request.url == "https://portal.sso.eu-west-1.amazonaws.com/federation/credentials"
                + "?role_name=Reader%20%26%20Writer&account_id=123456789012")
        #expect(request.field("x-amz-sso_bearer_token") == "person")
        #expect(request.field("authorization") == nil)
    }

    @Test func `A profile may name the portal itself`() async throws {
        let transport = ScriptedTransport { _, _ in IncomingResponse(200, Self.sent) }
        let files = [Self.paths.legacy: Self.token(until: "1970-01-01T01:00:00Z")]
        #expect(try await Self.provider(Self.legacy, files, transport).answer().found != nil)
    }

    @Test func `A token near its end is renewed, and kept for everybody`() async throws {
        let transport = ScriptedTransport { _, number in
            number == 1
                ? IncomingResponse(
                    200, #"{"accessToken": "new", "expiresIn": 28800, "refreshToken": "r2"}"#)
                : IncomingResponse(200, Self.sent)
        }
        let recorder = Recorder()
        let files = [Self.paths.session: Self.token(until: "1970-01-01T00:10:00Z", refreshes: true)]
        let provider = Self.provider(Self.config, files, transport, into: recorder)
        #expect(try await provider.answer().found != nil)
        let asked = transport.requests[0]
        #expect(asked.url == "https://oidc.eu-west-1.amazonaws.com/token")
        #expect(
            try JSONValue(parsing: asked.body) == [
                "clientId": "id", "clientSecret": "cs", "grantType": "refresh_token",
                "refreshToken": "r1",
            ])
        #expect(transport.requests[1].field("x-amz-sso_bearer_token") == "new")
        let written = try #require(recorder.written.withLock { $0[Self.paths.session] })
        #expect(
            try JSONValue(parsing: written) == [
                "accessToken": "new", "expiresAt": "1970-01-01T08:16:40Z", "clientId": "id",
                "clientSecret": "cs", "refreshToken": "r2", "kept": [1],
                "registrationExpiresAt": "1970-01-02T00:00:00Z",
            ])
    }

    @Test func `A token that cannot be renewed serves until its end`() async throws {
        let transport = ScriptedTransport { request, _ in
            request.method == .post
                ? IncomingResponse(400, #"{"error": "invalid_grant"}"#)
                : IncomingResponse(200, Self.sent)
        }
        let files = [Self.paths.session: Self.token(until: "1970-01-01T00:20:00Z", refreshes: true)]
        #expect(try await Self.provider(Self.config, files, transport).answer().found != nil)
        #expect(transport.requests.map(\.method) == [.post, .get])
    }

    struct SignedOut: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var token: String?
        var status = 200
    }

    @Test(arguments: [
        SignedOut(testDescription: "nobody has signed in", token: nil),
        SignedOut(testDescription: "no token", token: #"{"clientId": "SECRET"}"#),
        SignedOut(testDescription: "no JSON", token: "SECRET"),
        SignedOut(
            testDescription: "a token that cannot be sent",
            token: #"{"accessToken": "SEC\r\nRET", "expiresAt": "2030-01-01T00:00:00Z"}"#),
        SignedOut(testDescription: "expired", token: token(until: "1970-01-01T00:16:40Z")),
        SignedOut(
            testDescription: "expired, and not renewed",
            token: token(until: "1970-01-01T00:00:00Z", refreshes: true), status: 400),
        SignedOut(
            testDescription: "signed out at the portal",
            token: token(until: "2030-01-01T00:00:00Z"), status: 401),
    ])
    func `Without a sign-in that holds the error says how to sign in`(case: SignedOut) async {
        let transport = ScriptedTransport { _, _ in IncomingResponse(`case`.status, "{}") }
        let files = `case`.token.map { [Self.paths.session: $0] } ?? [:]
        let error = await Self.provider(Self.config, files, transport).failure()
        #expect(error?.code == .expired)
        #expect(error?.message.contains("aws sso login --profile default") == true)
        #expect(error?.message.contains("SEC") == false)
    }

    struct Wrong: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let config: String
        let says: String
    }

    @Test(arguments: [
        Wrong(
            testDescription: "no such session",
            config: "[default]\nsso_session = gone\nsso_account_id = 1\nsso_role_name = r",
            says: "no [sso-session gone]"),
        Wrong(
            testDescription: "half a role",
            config: "[default]\nsso_account_id = 1\nsso_start_url = u",
            says: "without sso_role_name, sso_region"),
        Wrong(
            testDescription: "a portal alone", config: "[default]\nsso_start_url = u",
            says: "neither sso_account_id nor sso_role_name"),
        Wrong(
            testDescription: "two regions",
            config: config.replacing("region = us-east-1", with: "sso_region = us-east-1"),
            says: "sso_region of profile 'default' and of [sso-session work] differ"),
    ])
    func `What is configured in part is an error`(case: Wrong) async {
        let transport = ScriptedTransport { _, _ in IncomingResponse(500) }
        let error = await Self.provider(`case`.config, [:], transport).failure()
        #expect(error?.message.contains(`case`.says) == true, "\(error?.message ?? "")")
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: [
        (403, #"{"message": "No access"}"#, "HTTP 403: No access"),
        (200, #"{"roleCredentials": {"accessKeyId": "SECRET"}}"#, "without an expiration"),
        (500, "SECRET", "HTTP 500"),
    ])
    func `What the portal answers else is told without a secret`(
        status: Int, body: String, says: String
    ) async {
        let transport = ScriptedTransport { _, _ in IncomingResponse(status, body) }
        let files = [Self.paths.session: Self.token(until: "2030-01-01T00:00:00Z")]
        let error = await Self.provider(Self.config, files, transport).failure()
        #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("SECRET") == false)
        #expect(transport.requests.count == (status == 500 ? 3 : 1))
    }

    @Test func `Keys beside a session that asks for no role are taken`() async throws {
        let transport = ScriptedTransport { _, _ in IncomingResponse(500) }
        let keys = "[default]\nsso_session = s\naws_access_key_id = k\naws_secret_access_key = s"
        #expect(
            try await Self.provider(keys, [:], transport).answer().found?.accessKeyID == "k")
    }
}
