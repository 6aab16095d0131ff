import Testing

@testable import SmugLocal

@Suite struct InvokeTargetTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let query: String
        /// Name and qualifier; `nil` where it is refused.
        let expected: [String?]?
        var testDescription: String { "\(name)?\(query)" }

        init(_ name: String, _ query: String = "", is expected: [String?]?) {
            self.name = name
            self.query = query
            self.expected = expected
        }
    }

    private static let arn = "arn:aws:lambda:eu-west-1:123456789012:function:hello"

    @Test(arguments: [
        Case("hello", is: ["hello", nil]),
        Case("hello:live", is: ["hello", "live"]),
        Case("hello%3A7", is: ["hello", "7"]),
        Case("hello", "Qualifier=%24LATEST", is: ["hello", "$LATEST"]),
        Case("hello", "Qualifier=", is: ["hello", nil]),
        Case("hello", "other=1", is: ["hello", nil]),
        Case("hello:live", "Qualifier=live", is: ["hello", "live"]),
        Case("hello:live", "Qualifier=other", is: nil),
        Case("123456789012:function:hello", is: ["hello", nil]),
        Case(arn, is: ["hello", nil]),
        Case("\(arn):live", is: ["hello", "live"]),
        Case(
            "arn%3Aaws%3Alambda%3Aeu-west-1%3A123456789012%3Afunction%3Ahello", is: ["hello", nil]),
        Case("", is: nil),
        Case("%zz", is: nil),
        Case("a%00b", is: nil),
        Case("a b", is: nil),
        Case("arn:aws:s3:::bucket", is: nil),
        Case(String(repeating: "a", count: 65), is: nil),
    ])
    func `a function is named as the API names it`(case: Case) {
        let target = try? InvokeTarget(
            name: Array(`case`.name.utf8)[...], query: Array(`case`.query.utf8)[...])
        #expect(target.map { [$0.name, $0.qualifier] } == `case`.expected)
    }

    @Test(arguments: [
        ("/2015-03-31/functions/hello/invocations", "hello"),
        ("/2015-03-31/functions/a%2Fb/invocations", "a%2Fb"),
        ("/2015-03-31/functions//invocations", nil),
        ("/2015-03-31/functions/invocations", nil),
        ("/2015-03-31/functions/a/b/invocations", nil),
        ("/2015-03-31/functions/hello/invocations/", nil),
        ("/2014-11-13/functions/hello/invoke-async/", nil),
        ("/", nil),
    ])
    func `the path has the name in its place`(path: String, name: String?) {
        let bytes = Array(path.utf8)
        let range = InvokeTarget.nameRange(bytes, path: 0..<bytes.count)
        #expect(range.map { String(decoding: bytes[$0], as: UTF8.self) } == name)
    }
}
