import Testing

@testable import SmugAWS

@Suite struct CredentialsTests {
    private let credentials = Credentials(
        accessKeyID: "AKIDEXAMPLE", secretAccessKey: "hidden-secret", sessionToken: "hidden-token",
        expiration: 1000)

    @Test func `No way to show them shows the secrets`() {
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), dumped] {
            #expect(!text.contains("hidden"), "\(text)")
            #expect(text.contains("AKIDEXAMPLE"))
        }
        let nested: [Credentials?] = [credentials]
        #expect(!"\(nested)".contains("hidden"))
    }

    @Test func `They expire at their instant, or never`() {
        #expect(!credentials.isExpired(at: 999))
        #expect(credentials.isExpired(at: 1000))
        let lasting = Credentials(accessKeyID: "a", secretAccessKey: "b")
        #expect(!lasting.isExpired(at: .max))
    }
}
