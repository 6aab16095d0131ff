import Testing

@testable import SmugAWS

@Suite struct ContainerCredentialsTests {
    private static let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
    private static let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
    private static let keys =
        #"{"AccessKeyId":"k","SecretAccessKey":"s","Token":"t","Expiration":"2030-01-01T00:00:00Z"}"#

    private static func ask(
        _ environment: [String: String], files: [String: String] = [:],
        _ script: @escaping ScriptedTransport.Script = { _, _ in IncomingResponse(200, keys) }
    ) async -> (answer: Result<Credentials?, CredentialsError>, requests: [OutgoingRequest]) {
        let transport = ScriptedTransport(script)
        let provider = ContainerCredentials(
            context: .of(.of(environment, files: files), transport: transport))
        do throws(CredentialsError) {
            return (.success(try await provider.answer().found), transport.requests)
        } catch { return (.failure(error), transport.requests) }
    }

    struct Address: CustomTestStringConvertible, Sendable {
        let environment: [String: String]
        let url: String
        let avoidsProxy: Bool
        var testDescription: String { url }
    }

    @Test(arguments: [
        Address(
            environment: [relative: "/v2/x?id=1", full: "http://localhost/y"],
            url: "http://169.254.170.2/v2/x?id=1", avoidsProxy: true),
        Address(
            environment: [full: "http://169.254.170.23/v1/credentials"],
            url: "http://169.254.170.23/v1/credentials", avoidsProxy: true),
        Address(
            environment: [full: "http://[fd00:ec2::23]/v1"], url: "http://[fd00:ec2::23]/v1",
            avoidsProxy: true),
        Address(
            environment: [full: "http://localhost:8080?x=1"], url: "http://localhost:8080/?x=1",
            avoidsProxy: true),
        Address(
            environment: [full: "http://127.1.2.3:1/x"], url: "http://127.1.2.3:1/x",
            avoidsProxy: true),
        Address(
            environment: [full: "http://[::1]/x"], url: "http://[::1]/x", avoidsProxy: true),
        Address(
            environment: [full: "https://example.com/x"], url: "https://example.com/x",
            avoidsProxy: false),
    ])
    func `The address comes from the environment`(_ item: Address) async throws {
        let (answer, requests) = await Self.ask(item.environment)
        #expect(try answer.get()?.accessKeyID == "k")
        #expect(requests.map(\.url) == [item.url])
        #expect(requests[0].avoidsProxy == item.avoidsProxy)
        #expect(requests[0].field("authorization") == nil)
    }

    @Test(arguments: [
        "http://example.com/x", "http://169.254.170.2.example.com/", "http://127.0.0.1.nip.io/",
        "http://user@localhost/", "ftp://localhost/", "localhost", "http://localhost/a b",
        "http://localhost/#x", "http://10.0.0.1/x", "http://127.0.0/x", "http://[::2]/",
    ])
    func `A secret is asked for nowhere else in the clear`(url: String) async {
        let (answer, requests) = await Self.ask([Self.full: url])
        #expect(throws: CredentialsError.self) { try answer.get() }
        #expect(requests.isEmpty)
    }

    @Test func `A relative address is a path`() async {
        let (answer, requests) = await Self.ask([Self.relative: "@example.com/"])
        #expect(throws: CredentialsError.self) { try answer.get() }
        #expect(requests.isEmpty)
    }

    @Test func `The token is sent, and the file comes before the variable`() async {
        var environment = [
            Self.full: "http://localhost/", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic abc",
        ]
        let plain = await Self.ask(environment)
        #expect(plain.requests[0].field("authorization") == "Basic abc")
        environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = "/token"
        let filed = await Self.ask(environment, files: ["/token": "jwt\n"])
        #expect(filed.requests[0].field("authorization") == "jwt")
        let gone = await Self.ask(environment)
        #expect(throws: CredentialsError.self) { try gone.answer.get() }
        #expect(gone.requests.isEmpty)
    }

    @Test func `A token cannot add a field`() async {
        let (answer, requests) = await Self.ask([
            Self.full: "http://localhost/", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "a\r\nx: y",
        ])
        #expect(throws: CredentialsError.self) { try answer.get() }
        #expect(requests.isEmpty)
    }

    @Test func `Without the variables it is not configured`() async throws {
        #expect(try await Self.ask([:]).answer.get() == nil)
    }

    @Test(arguments: [
        (401, "", 1), (404, "", 1), (500, "", 3), (200, "nonsense", 1), (200, "{}", 1),
        (200, #"{"AccessKeyId":"k","SecretAccessKey":"s","Expiration":"soon"}"#, 1),
        (200, #"{"AccessKeyId":"k","SecretAccessKey":"secret\nvalue"}"#, 1),
    ])
    func `A failure is an error without a secret`(status: Int, body: String, attempts: Int) async {
        let (answer, requests) = await Self.ask([Self.relative: "/x"]) { _, _ in
            IncomingResponse(status, body)
        }
        #expect(requests.count == attempts)
        guard case .failure(let error) = answer else {
            Issue.record("an answer")
            return
        }
        #expect(!error.message.contains("secret\n") && error.message.contains("169.254.170.2"))
    }
}
