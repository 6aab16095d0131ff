import TestSupport
import Testing

@testable import SmugAWS

@Suite struct FunctionIdentifierTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let text: String
        var name = "hello"
        var qualifier: String?
        var account: String?
        var region: String?
        var partition: String?
        let encoded: String
        var testDescription: String { text }
    }

    @Test(arguments: [
        Case(text: "hello", encoded: "hello"),
        Case(text: "hello:42", qualifier: "42", encoded: "hello%3A42"),
        Case(text: "hello:$LATEST", qualifier: "$LATEST", encoded: "hello%3A%24LATEST"),
        Case(
            text: "hello:$LATEST.PUBLISHED", qualifier: "$LATEST.PUBLISHED",
            encoded: "hello%3A%24LATEST.PUBLISHED"),
        Case(text: "my_function-1.x", name: "my_function-1.x", encoded: "my_function-1.x"),
        Case(
            text: "123456789012:function:hello", account: "123456789012",
            encoded: "123456789012%3Afunction%3Ahello"),
        Case(
            text: "123456789012:function:hello:prod", qualifier: "prod", account: "123456789012",
            encoded: "123456789012%3Afunction%3Ahello%3Aprod"),
        Case(
            text: "arn:aws:lambda:eu-west-1:123456789012:function:hello", account: "123456789012",
            region: "eu-west-1", partition: "aws",
            encoded: "arn%3Aaws%3Alambda%3Aeu-west-1%3A123456789012%3Afunction%3Ahello"),
        Case(
            text: "arn:aws-cn:lambda:cn-north-1:123456789012:function:hello:7", qualifier: "7",
            account: "123456789012", region: "cn-north-1", partition: "aws-cn",
            encoded: "arn%3Aaws-cn%3Alambda%3Acn-north-1%3A123456789012%3Afunction%3Ahello%3A7"),
        Case(
            text: "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:hello",
            account: "123456789012", region: "us-gov-west-1", partition: "aws-us-gov",
            encoded:
                "arn%3Aaws-us-gov%3Alambda%3Aus-gov-west-1%3A123456789012%3Afunction%3Ahello"),
        Case(text: "arn", name: "arn", encoded: "arn"),
        Case(text: "arn:prod", name: "arn", qualifier: "prod", encoded: "arn%3Aprod"),
    ])
    func `Every form is taken apart`(_ item: Case) throws {
        let function = try FunctionIdentifier(item.text)
        #expect(function.name == item.name)
        #expect(function.qualifier == item.qualifier)
        #expect(function.account == item.account)
        #expect(function.region == item.region)
        #expect(function.partition == item.partition)
        #expect(function.description == item.text)
        #expect(function.invokePath == "/2015-03-31/functions/\(item.encoded)/invocations")
        #expect(
            function.streamingInvokePath
                == "/2021-11-15/functions/\(item.encoded)/response-streaming-invocations")
    }

    @Test(arguments: [
        ("", FunctionIdentifierError.Code.name), (":", .name), (":1", .name), ("a b", .name),
        ("a/b", .name), ("..", .name), (".", .name), ("h\u{E9}llo", .name), ("a\n", .name),
        (String(repeating: "a", count: 65), .name), ("hello:", .qualifier),
        ("hello:a b", .qualifier),
        ("hello:$OTHER", .qualifier), ("hello:1.2", .qualifier),
        ("hello:" + String(repeating: "1", count: 129), .qualifier),
        ("12345:function:hello", .account), ("12345678901a:function:hello", .account),
        (":function:hello", .account), ("123456789012:hello:1", .form),
        ("123456789012:function:hello:1:2", .form), ("123456789012:function:", .name),
        ("arn:aws:lambda:eu-west-1:123456789012:hello", .arn),
        ("arn:aws:lambda:eu-west-1:123456789012:layer:hello", .arn),
        ("arn:aws:s3:eu-west-1:123456789012:function:hello", .arn),
        ("arn:aws:lambda::123456789012:function:hello", .arn),
        ("arn:aws:lambda:EU:123456789012:function:hello", .arn),
        ("arn:other:lambda:eu-west-1:123456789012:function:hello", .arn),
        ("arn:aws:lambda:eu-west-1:1:function:hello", .account),
        ("arn:aws:lambda:eu-west-1:123456789012:function:hello:1:2", .arn),
    ])
    func `What Lambda would not take is refused, and the part is named`(
        text: String, code: FunctionIdentifierError.Code
    ) {
        let error = #expect(throws: FunctionIdentifierError.self) {
            _ = try FunctionIdentifier(text)
        }
        #expect(error?.code == code)
        #expect(error?.description.contains("'\(text)'") == true)
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `What is taken makes a path of one segment`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let words = [
            "arn", "aws", "lambda", "eu-west-1", "123456789012", "function", "hello", "..", "/",
            "%", "$LATEST", "",
        ]
        for _ in 0..<2000 {
            let count = Int.random(in: 1..<9, using: &random)
            let text = (0..<count).compactMap { _ in words.randomElement(using: &random) }
                .joined(separator: ":")
            guard let function = try? FunctionIdentifier(text) else { continue }
            #expect(function.invokePath.split(separator: "/").count == 4, "\(text)")
        }
    }
}
