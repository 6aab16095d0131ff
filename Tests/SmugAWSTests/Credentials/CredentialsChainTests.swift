import SmugLoop
import Testing

@testable import SmugAWS

/// Every place at once: the environment says which of them are there.
@Suite struct CredentialsChainTests {
    private static let keys = "aws_access_key_id = file\naws_secret_access_key = s\n"
    private static let tokenFile = "/var/token"

    private static let places: [(name: String, variables: [String: String])] = [
        ("environment", ["AWS_ACCESS_KEY_ID": "environment", "AWS_SECRET_ACCESS_KEY": "s"]),
        ("web", ["AWS_WEB_IDENTITY_TOKEN_FILE": tokenFile, "AWS_ROLE_ARN": "arn:web"]),
        ("file", ["AWS_PROFILE": "here"]),
        ("container", ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/task"]),
        ("instance", [:]),
    ]

    private static func chain(_ environment: [String: String]) -> CredentialsChain {
        let files = SharedFiles.of(
            environment, credentials: "[here]\n\(keys)", files: [tokenFile: "token"])
        return .standard(.of(files, transport: ScriptedTransport { request, _ in answer(request) }))
    }

    private static func answer(_ request: OutgoingRequest) -> IncomingResponse {
        let expiration = "2030-01-01T00:00:00Z"
        func json(_ key: String) -> String {
            #"{"AccessKeyId":"\#(key)","SecretAccessKey":"s","Token":"t","Expiration":"#
                + "\"\(expiration)\"}"
        }
        if request.url.contains("sts") { return .sts(key: "web", until: expiration) }
        if request.url.hasSuffix("/task") { return IncomingResponse(200, json("container")) }
        if request.url.hasSuffix("/token") { return IncomingResponse(200, "imds") }
        if request.url.hasSuffix("/role") { return IncomingResponse(200, json("instance")) }
        return IncomingResponse(200, "role")
    }

    @Test func `G-15 the first place that is configured decides, in the order of the SDKs`()
        async throws
    {
        for start in Self.places.indices {
            let environment = Self.places[start...].reduce(into: [:]) {
                $0.merge($1.variables) { $1 }
            }
            let found = try await Self.chain(environment).credentials()
            #expect(found.accessKeyID == Self.places[start].name)
        }
    }

    @Test func `A place that fails ends the search`() async {
        let half = ["AWS_ACCESS_KEY_ID": "k", "AWS_PROFILE": "here"]
        await #expect(throws: CredentialsError.self) { try await Self.chain(half).credentials() }
    }

    @Test func `Where nothing is found the error lists what was looked for`() async {
        let files = SharedFiles.of(["AWS_EC2_METADATA_DISABLED": "true"])
        do throws(CredentialsError) {
            _ = try await CredentialsChain.standard(.of(files)).credentials()
            Issue.record("found")
        } catch {
            #expect(error.code == .notFound)
            #expect(
                error.message
                    == "no AWS credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not"
                    + " set; AWS_WEB_IDENTITY_TOKEN_FILE is not set; no profile 'default' in"
                    + " /me/.aws/credentials or /me/.aws/config;"
                    + " AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and"
                    + " AWS_CONTAINER_CREDENTIALS_FULL_URI are not set;"
                    + " AWS_EC2_METADATA_DISABLED is true")
        }
    }
}
