import Testing

@testable import SmugCloudFormation

@Suite struct AnswerRefusalTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let status: Int
        let body: String
        let told: String
        var isPassing = false

        var testDescription: String { "\(status) with \(body.prefix(40).filter { !$0.isNewline })" }
    }

    @Test(arguments: [
        Case(
            status: 403,
            body: """
                <?xml version="1.0"?>\n<Error><Code>AccessDenied</Code>
                <Message>Request has expired</Message><RequestId>1</RequestId></Error>
                """,
            told: "S3 refused the answer with status 403: AccessDenied: Request has expired"),
        Case(
            status: 400, body: "<Error><Code>RequestTimeout</Code></Error>",
            told: "S3 refused the answer with status 400: RequestTimeout", isPassing: true),
        Case(status: 500, body: "", told: "S3 refused the answer with status 500", isPassing: true),
        Case(
            status: 503, body: "<Code>SlowDown", told: "S3 refused the answer with status 503",
            isPassing: true),
        Case(status: 429, body: "", told: "S3 refused the answer with status 429", isPassing: true),
        Case(status: 307, body: "", told: "S3 refused the answer with status 307"),
        Case(
            status: 400, body: "<Code>A\nB</Code><Message><b>x</b></Message>",
            told: "S3 refused the answer with status 400: AB"),
        Case(
            status: 404, body: "<Code>\(String(repeating: "x", count: 500))</Code>",
            told: "S3 refused the answer with status 404: \(String(repeating: "x", count: 200))"),
    ])
    func `a refusal says what S3 says`(example: Case) {
        let refusal = AnswerRefusal(status: example.status, body: Array(example.body.utf8))
        #expect(refusal.description == example.told)
        #expect(refusal.isPassing == example.isPassing)
    }
}
