import Testing

@testable import SmugLocal

@Suite struct FunctionVariablesTests {
    private func variables(
        _ own: [String: String] = [:], base: [String: String] = [:]
    ) -> [String: String] {
        FunctionVariables.common(
            of: LocalFunction(name: "hello", command: ["a"], environment: own),
            region: "eu-west-1", base: base, directory: "/srv/hello")
    }

    @Test func `a function finds what Lambda sets`() {
        let found = variables(base: ["PATH": "/bin", "HOME": "/root", "SECRET": "x"])
        let expected = [
            "PATH": "/bin", "HOME": "/root", "LANG": "en_US.UTF-8", "TZ": ":UTC",
            "LAMBDA_TASK_ROOT": "/srv/hello", "LAMBDA_RUNTIME_DIR": "/var/runtime",
            "AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-1", "_HANDLER": "handler",
            "AWS_LAMBDA_FUNCTION_NAME": "hello", "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
            "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/hello",
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_ACCESS_KEY_ID": "ASIASMUGLOCALEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "local-secret-of-no-use-elsewhere",
            "AWS_SESSION_TOKEN": "local-token-of-no-use-elsewhere",
        ]
        #expect(found == expected)
    }

    @Test func `its own variables win, but not over those that Lambda reserves`() {
        let found = variables(["TZ": "UTC", "A": "b", "_HANDLER": "x", "AWS_REGION": "us-east-1"])
        #expect(found["TZ"] == "UTC")
        #expect(found["A"] == "b")
        #expect(found["AWS_REGION"] == "us-east-1")
        #expect(found["_HANDLER"] == "handler")
    }

    struct Identity: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let base: [String: String]
        let key: String?
        let profile: String?
    }

    @Test(arguments: [
        Identity(
            testDescription: "keys",
            base: ["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s"], key: "A",
            profile: nil),
        Identity(
            testDescription: "a profile", base: ["AWS_PROFILE": "team"], key: nil,
            profile: "team"),
        Identity(
            testDescription: "empty values", base: ["AWS_PROFILE": "", "AWS_ACCESS_KEY_ID": ""],
            key: "ASIASMUGLOCALEXAMPLE", profile: nil),
    ])
    func `credentials are ours where we have some`(case: Identity) {
        let found = variables(base: `case`.base)
        #expect(found["AWS_ACCESS_KEY_ID"] == `case`.key)
        #expect(found["AWS_PROFILE"] == `case`.profile)
        let isInvented = `case`.key == "ASIASMUGLOCALEXAMPLE"
        #expect((found["AWS_SESSION_TOKEN"] != nil) == isInvented)
    }
}
