import Testing

@testable import SmugAWS

@Suite struct SharedFileCredentialsTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var environment: [String: String] = [:]
        var config: String?
        var credentials: String?
        var files: [String: String] = [:]
        var key: String?

        var provider: SharedFileCredentials {
            SharedFileCredentials(
                .of(.of(environment, config: config, credentials: credentials, files: files)))
        }
    }

    private static let keys = "aws_access_key_id = k\naws_secret_access_key = s\n"

    @Test(arguments: [
        Case(testDescription: "the default profile", credentials: "[default]\n\(keys)", key: "k"),
        Case(
            testDescription: "the default profile of the config file",
            config: "[default]\n\(keys)", key: "k"),
        Case(
            testDescription: "the default profile under its long name",
            config: "[profile default]\n\(keys)", key: "k"),
        Case(
            testDescription: "a named profile", environment: ["AWS_PROFILE": "x"],
            credentials: "[default]\n[x]\n\(keys)", key: "k"),
        Case(
            testDescription: "a named profile of the config file",
            environment: ["AWS_PROFILE": "x"], config: "[profile  x ]\n\(keys)", key: "k"),
        Case(
            testDescription: "a name with a space in quotes", environment: ["AWS_PROFILE": "x y"],
            config: "[profile \"x y\"]\n\(keys)", key: "k"),
        Case(
            testDescription: "the older variable", environment: ["AWS_DEFAULT_PROFILE": "x"],
            credentials: "[x]\n\(keys)", key: "k"),
        Case(
            testDescription: "an empty AWS_PROFILE", environment: ["AWS_PROFILE": ""],
            credentials: "[default]\n\(keys)", key: "k"),
        Case(
            testDescription: "the credentials file wins",
            config: "[default]\naws_access_key_id = c\naws_secret_access_key = c\n",
            credentials: "[default]\n\(keys)", key: "k"),
        Case(
            testDescription: "other files",
            environment: [
                "AWS_SHARED_CREDENTIALS_FILE": "/c", "AWS_CONFIG_FILE": "~/other",
                "AWS_PROFILE": "x",
            ], files: ["/me/other": "[profile x]\n\(keys)"], key: "k"),
        Case(
            testDescription: "keys of the credentials file before a process",
            config: "[default]\ncredential_process = p\n", credentials: "[default]\n\(keys)",
            key: "k"),
        Case(testDescription: "no files"),
        Case(testDescription: "a profile without keys", config: "[default]\nregion = r\n"),
        Case(
            testDescription: "a profile under its short name in the config file",
            config: "[x]\n\(keys)"),
    ])
    func `Keys come from the profile in force`(_ item: Case) async throws {
        let answer = try await item.provider.answer()
        #expect(answer.found?.accessKeyID == item.key)
    }

    @Test(arguments: ["aws_session_token", "aws_security_token"])
    func `A session token is taken under either name`(name: String) async throws {
        let provider = SharedFileCredentials(
            .of(.of(credentials: "[default]\n\(Self.keys)\(name) = t\n")))
        #expect(try await provider.answer().found?.sessionToken == "t")
    }

    @Test func `What it looked for is said with both paths`() async throws {
        #expect(
            try await SharedFileCredentials(.of(.of())).answer().looked
                == "no profile 'default' in /me/.aws/credentials or /me/.aws/config")
        #expect(
            try await SharedFileCredentials(.of(.of(config: "[default]\n"))).answer().looked
                == "profile 'default' has no aws_access_key_id in /me/.aws/credentials"
                + " or /me/.aws/config")
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let config: String
        let code: CredentialsError.Code
        let says: String
    }

    @Test(arguments: [
        Refusal(
            testDescription: "an SSO session", config: "[default]\nsso_session = s\n",
            code: .incomplete, says: "single sign-on"),
        Refusal(
            testDescription: "a key without its secret",
            config: "[default]\naws_access_key_id = k\n", code: .incomplete,
            says: "aws_secret_access_key is not"),
        Refusal(
            testDescription: "a key of two lines",
            config: "[default]\naws_access_key_id = k\n  k\naws_secret_access_key = s\n",
            code: .malformed, says: "aws_access_key_id in /me/.aws/config"),
        Refusal(
            testDescription: "a broken file", config: "[default]\nnonsense\n", code: .file,
            says: "/me/.aws/config, line 2"),
    ])
    func `A profile that cannot be used is an error that says why`(_ item: Refusal) async {
        let error = await SharedFileCredentials(.of(.of(config: item.config))).failure()
        #expect(error?.code == item.code)
        #expect(error?.message.contains(item.says) == true, "\(error?.message ?? "")")
    }

    @Test func `A profile that was named has to exist`() async {
        let files = SharedFiles.of(["AWS_PROFILE": "x"], credentials: "[default]\n\(Self.keys)")
        let error = await SharedFileCredentials(.of(files)).failure()
        #expect(error?.code == .profileNotFound)
        #expect(error?.message.contains("'x'") == true)
    }

    @Test func `A file that cannot be read is an error`() async {
        let files = SharedFiles.of(unreadable: ["/me/.aws/credentials"])
        let error = await SharedFileCredentials(.of(files)).failure()
        #expect(error?.code == .file)
        #expect(
            error?.message == "/me/.aws/credentials cannot be read: permission denied")
    }

    @Test func `Without a home the default paths are nowhere`() async throws {
        let read: SharedFiles.Reader = { path in
            #expect(path.hasPrefix("~/"))
            return nil
        }
        let files = SharedFiles(environment: [:], read: read) { _, _ in }
        #expect(try await SharedFileCredentials(.of(files)).answer().found == nil)
    }
}
