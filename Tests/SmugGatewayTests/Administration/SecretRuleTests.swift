import Testing

@testable import SmugGateway

@Suite struct SecretRuleTests {
    @Test(arguments: [
        "API_TOKEN", "dbPassword", "client-secret", "Authorization", "x-api-key", "Cookie",
        "AWS_SECRET_ACCESS_KEY", "PRIVATE_KEY",
    ])
    func `a name that speaks of secrets hides its value`(_ name: String) {
        #expect(SecretRule.hides(name: name))
    }

    @Test(arguments: ["x-tenant-id", "key", "Handler", "user", "maxWaitMs"])
    func `other names do not`(_ name: String) {
        #expect(!SecretRule.hides(name: name))
    }

    @Test(arguments: [
        "AKIAIOSFODNN7EXAMPLE", "use ASIAIOSFODNN7EXAMPLE.", "https://user:pass@host/x",
        "--password=hunter2", "Bearer eyJhbGciOiJIUzI1NiJ9", "-----BEGIN PRIVATE KEY-----",
        "Authorization: Basic dXNlcjpwYXNz", "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHNl0w5N", "(xoxb-17653672481-abcdef)",
    ])
    func `a text that looks like a credential is hidden`(_ text: String) {
        #expect(SecretRule.shown(text) == "(hidden)")
    }

    @Test(arguments: [
        "hello", "arn:aws:lambda:eu-central-1:123456789012:function:token-service:prod",
        "https://lambda.eu-central-1.amazonaws.com/2015-03-31/a@b", "127.0.0.1:3000", "",
        "header:x-tenant", "eyJ.a.b", "npm_package", "app.eyJhbGciOiJIUzI1NiJ9.example.com",
    ])
    func `other texts are shown`(_ text: String) {
        #expect(SecretRule.shown(text) == text)
    }
}
