import Testing

@testable import SmugLambda

@Suite struct HTTPAnswerTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let answer: HTTPAnswer
        let json: String
    }

    @Test(arguments: [
        Case(
            testDescription: "text", answer: .text("hé\n"),
            json: #"{"statusCode":200,"headers":{"content-type":"text/plain; charset=utf-8"},"#
                + #""body":"hé\n","isBase64Encoded":false}"#),
        Case(
            testDescription: "JSON", answer: .json(Array("{}".utf8), status: 201),
            json: #"{"statusCode":201,"headers":{"content-type":"application/json"},"#
                + #""body":"{}","isBase64Encoded":false}"#),
        Case(
            testDescription: "members", answer: .json(["a": "\"", "b": nil]),
            json: #"{"statusCode":200,"headers":{"content-type":"application/json"},"#
                + #""body":"{\"a\":\"\\\"\",\"b\":null}","isBase64Encoded":false}"#),
        Case(
            testDescription: "status", answer: .status(204),
            json: #"{"statusCode":204,"headers":{},"body":"","isBase64Encoded":false}"#),
        Case(
            testDescription: "no UTF-8", answer: HTTPAnswer(body: [0xFF, 0xFE]),
            json: #"{"statusCode":200,"headers":{},"body":"//4=","isBase64Encoded":true}"#),
        Case(
            testDescription: "NUL", answer: HTTPAnswer(body: [0x41, 0]),
            json: #"{"statusCode":200,"headers":{},"body":"QQA=","isBase64Encoded":true}"#),
        Case(
            testDescription: "text in base 64, as the handler wants it",
            answer: HTTPAnswer(
                headers: ["X-Lambda-HTTP-Content-Encoding": "binary"], body: Array("hi".utf8)),
            json: #"{"statusCode":200,"headers":{},"body":"aGk=","isBase64Encoded":true}"#),
        Case(
            testDescription: "NUL in text, as the handler wants it",
            answer: HTTPAnswer(
                headers: ["x-lambda-http-content-encoding": "text"], body: [0x41, 0]),
            json: #"{"statusCode":200,"headers":{},"body":"A\u0000","isBase64Encoded":false}"#),
        Case(
            testDescription: "no UTF-8, though wanted as text",
            answer: HTTPAnswer(
                headers: ["x-lambda-http-content-encoding": "text"], body: [0xFF, 0xFE]),
            json: #"{"statusCode":200,"headers":{},"body":"//4=","isBase64Encoded":true}"#),
        Case(
            testDescription: "cookies",
            answer: HTTPAnswer(headers: ["Set-Cookie": "a=1"], cookies: ["b=2", "c=3"]),
            json: #"{"statusCode":200,"headers":{},"cookies":["a=1","b=2","c=3"],"#
                + #""body":"","isBase64Encoded":false}"#),
    ])
    func `an answer is written as API Gateway reads it`(example: Case) throws {
        let request = try HTTPEvent(Array(#"{"rawPath":"/"}"#.utf8))
        let bytes = try example.answer.checked().serialized(for: request)
        #expect(String(decoding: bytes, as: UTF8.self) == example.json)
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        let answer: HTTPAnswer
        let message: String

        var testDescription: String { message }
    }

    @Test(arguments: [
        Refusal(answer: .status(0), message: "the answer's status is 0: it must be 200 to 999"),
        Refusal(answer: .status(101), message: "the answer's status is 101: it must be 200 to 999"),
        Refusal(
            answer: .status(1000), message: "the answer's status is 1000: it must be 200 to 999"),
        Refusal(
            answer: .status(.min),
            message: "the answer's status is \(Int.min): it must be 200 to 999"
        ),
        Refusal(
            answer: HTTPAnswer(headers: ["a b": "1"]),
            message: "the answer's header a b cannot be sent: invalidName"),
        Refusal(
            answer: HTTPAnswer(headers: ["a": "1\r\nb: 2"]),
            message: "the answer's header a cannot be sent: invalidValue"),
        Refusal(
            answer: HTTPAnswer(cookies: ["a=1\n"]),
            message: "the answer's header set-cookie cannot be sent: invalidValue"),
    ])
    func `what no response can say is refused`(refusal: Refusal) {
        let error = #expect(throws: LambdaError.self) { try refusal.answer.checked() }
        #expect(error?.description == refusal.message)
    }

    @Test func `headers keep their order and each name once`() {
        var headers: HTTPAnswer.Headers = ["A": "1", "b": "2", "a": "3"]
        #expect(headers.map(\.name) == ["A", "b"])
        #expect(headers["A"] == "3")
        headers["B"] = nil
        headers.append("vary", "origin")
        headers.append("Vary", "cookie")
        #expect(headers.map(\.value) == ["3", "origin, cookie"])
        #expect(headers["c"] == nil)
    }
}
