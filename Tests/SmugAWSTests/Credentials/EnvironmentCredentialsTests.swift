import Testing

@testable import SmugAWS

@Suite struct EnvironmentCredentialsTests {
    @Test func `Key, secret and token are taken`() async throws {
        let answer = try await EnvironmentCredentials([
            "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t",
        ]).answer()
        #expect(
            answer.found
                == Credentials(accessKeyID: "k", secretAccessKey: "s", sessionToken: "t"))
    }

    @Test(arguments: [
        [:], ["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""], ["AWS_SESSION_TOKEN": "t"],
    ])
    func `Without key and secret it is not configured`(environment: [String: String]) async throws {
        let answer = try await EnvironmentCredentials(environment).answer()
        #expect(answer.found == nil)
        #expect(answer.looked == "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set")
    }

    @Test func `An empty token is none`() async throws {
        let answer = try await EnvironmentCredentials([
            "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "",
        ]).answer()
        #expect(answer.found?.sessionToken == nil)
        #expect(answer.found != nil)
    }

    @Test(arguments: [
        ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
        ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"),
    ])
    func `One without the other is an error that names both`(there: String, absent: String) async {
        let error = await EnvironmentCredentials([there: "x"]).failure()
        #expect(error?.code == .incomplete)
        #expect(
            error?.message.hasPrefix("\(there) is set in the environment, but \(absent)") == true)
    }

    @Test(arguments: ["hidden\n", " hidden", "hidden\u{E9}", "hidden\u{0}b"])
    func `A byte that a header cannot carry is an error that hides the value`(
        secret: String
    ) async {
        let error = await EnvironmentCredentials([
            "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": secret,
        ]).failure()
        #expect(error?.code == .malformed)
        #expect(error?.message.contains("AWS_SECRET_ACCESS_KEY") == true)
        #expect(error?.message.contains("hidden") == false)
    }
}
