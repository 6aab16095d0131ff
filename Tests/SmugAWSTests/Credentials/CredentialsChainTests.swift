import Testing

@testable import SmugAWS

@Suite struct CredentialsChainTests {
    private static let file = "[default]\naws_access_key_id = file\naws_secret_access_key = s\n"

    private func failure(_ files: SharedFiles) async -> CredentialsError? {
        do throws(CredentialsError) {
            _ = try await CredentialsChain.standard(files).credentials()
            return nil
        } catch { return error }
    }

    @Test func `The environment comes before the files`() async throws {
        let environment = ["AWS_ACCESS_KEY_ID": "variable", "AWS_SECRET_ACCESS_KEY": "s"]
        let both = SharedFiles.of(environment, credentials: Self.file)
        let found = try await CredentialsChain.standard(both).credentials()
        #expect(found.accessKeyID == "variable")
        let files = try await CredentialsChain.standard(.of(credentials: Self.file)).credentials()
        #expect(files.accessKeyID == "file")
    }

    @Test func `A provider that fails ends the search`() async {
        let error = await failure(.of(["AWS_ACCESS_KEY_ID": "k"], credentials: Self.file))
        #expect(error?.code == .incomplete)
    }

    @Test func `Where nothing is found the error lists what was looked for`() async {
        let error = await failure(.of())
        #expect(error?.code == .notFound)
        #expect(
            error?.message
                == "no AWS credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set;"
                + " no profile 'default' in /me/.aws/credentials or /me/.aws/config")
    }
}
