import Testing

@testable import SmugGateway

@Suite struct FunctionNameTests {
    static let accepted: [Named<String, String>] = [
        Named("a name", "my-fn_1", "my-fn_1"),
        Named("an alias", "my-fn:live", "my-fn"),
        Named("a version", "my-fn:12", "my-fn"),
        Named("the latest version", "my-fn:$LATEST", "my-fn"),
        Named("a name of digits", "123456789012", "123456789012"),
        Named("digits with an alias", "123456789012:live", "123456789012"),
        Named("a function called function", "function:live", "function"),
        Named("a partial ARN", "123456789012:function:my-fn", "my-fn"),
        Named("a partial ARN with alias", "123456789012:function:my-fn:live", "my-fn"),
        Named("an ARN", "arn:aws:lambda:us-east-1:123456789012:function:my-fn", "my-fn"),
        Named("with a version", "arn:aws:lambda:us-east-1:123456789012:function:my-fn:7", "my-fn"),
        Named("China", "arn:aws-cn:lambda:cn-north-1:123456789012:function:f", "f"),
        Named(
            "the longest name", String(repeating: "f", count: 64), String(repeating: "f", count: 64)
        ),
    ]

    @Test(arguments: accepted)
    func `every form of the Invoke API is taken`(_ row: Named<String, String>) throws {
        try FunctionName.check(row.given)
        #expect(FunctionName.bare(row.given) == row.wanted)
    }

    @Test(arguments: [
        "", ":", "my fn", "fn:", "fn:a:b", ":live", "fn:$OTHER", "fn:a b",
        String(repeating: "f", count: 65), "12345678901:function:f", "123456789012:layer:f",
        "123456789012:function:", "arn:aws:lambda:us-east-1:123456789012:function",
        "arn:aws:lambda:us-east-1:123456789012:function:", "arn:aws:sqs:us-east-1:123456789012:f",
        "arn:aws:lambda:us-east-1:123456789012:layer:f",
        "arn:gcp:lambda:us-east-1:123456789012:function:f",
        "arn:aws:lambda::123456789012:function:f", "arn:aws:lambda:us-east-1:1:function:f",
        "arn:aws:lambda:us-east-1:123456789012:function:f:a:b", "https://x",
    ])
    func `other text is refused`(_ text: String) {
        #expect(throws: TextFault.self) { try FunctionName.check(text) }
    }

    @Test func `a local function has a bare name`() throws {
        try FunctionName.checkBare("my-fn")
        #expect(throws: TextFault.self) { try FunctionName.checkBare("my-fn:live") }
    }
}
