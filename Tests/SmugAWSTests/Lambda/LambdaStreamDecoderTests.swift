import Testing

@testable import SmugAWS

@Suite struct LambdaStreamDecoderTests {
    private static func message(_ headers: [(StaticString, StaticString)], _ payload: String)
        -> [UInt8]
    {
        var bytes: [UInt8] = []
        EventStreamEncoder.append(
            headers.map { (name: $0.0, value: $0.1) }, payload: Array(payload.utf8)[...], to: &bytes
        )
        return bytes
    }

    private static func event(_ type: StaticString, _ payload: String) -> [UInt8] {
        message([(":message-type", "event"), (":event-type", type)], payload)
    }

    /// The function's bytes, and how it ended.
    private func decode(_ pieces: [[UInt8]]) -> (text: String, log: String?, error: LambdaError?) {
        var decoder = LambdaStreamDecoder()
        var text = ""
        var log: String?
        do throws(LambdaError) {
            for piece in pieces {
                decoder.append(piece)
                while let event = try decoder.next() {
                    switch event {
                    case .payload(let bytes): text += String(decoding: bytes, as: UTF8.self)
                    case .complete(let result): log = result
                    }
                }
            }
            try decoder.finish()
            return (text, log, nil)
        } catch {
            return (text, log, error)
        }
    }

    @Test func `chunks are the function's bytes, cut anywhere`() {
        let stream =
            Self.event("PayloadChunk", "one ") + Self.event("PayloadChunk", "two")
            + Self.event("Other", "x") + Self.message([(":message-type", "news")], "x")
            + Self.event("InvokeComplete", #"{"LogResult":"bG9n"}"#)
        for cut in 0...stream.count {
            let found = decode([Array(stream[..<cut]), Array(stream[cut...])])
            #expect(found.text == "one two" && found.log == "bG9n" && found.error == nil)
        }
    }

    @Test func `what comes after the end is passed over`() {
        let found = decode([
            Self.event("InvokeComplete", "{}") + Self.event("PayloadChunk", "late")
        ])
        #expect(found.text.isEmpty && found.error == nil)
    }

    @Test(
        arguments: [
            (
                #"{"ErrorCode":"Unhandled","ErrorDetails":"{\"errorType\":\"E\",\"errorMessage\":\"m\"}"}"#,
                .functionFailed(.init(isHandled: false, errorType: "E", errorMessage: "m")), "E: m"
            ),
            (
                #"{"ErrorCode":"Function.ResponseSizeTooLarge","ErrorDetails":"too large"}"#,
                .functionFailed(
                    .init(
                        isHandled: false, errorType: "Function.ResponseSizeTooLarge",
                        errorMessage: "too large")), "Function.ResponseSizeTooLarge: too large"
            ),
            (
                #"{"ErrorCode":"Unhandled","ErrorDetails":"x Task timed out after 3.00 seconds"}"#,
                .functionTimedOut(
                    .init(
                        isHandled: false, errorType: nil,
                        errorMessage: "x Task timed out after 3.00 seconds")),
                "Unhandled: x Task timed out after 3.00 seconds"
            ),
            (
                #"{"ErrorCode":"Sandbox.Timedout"}"#,
                .functionTimedOut(
                    .init(isHandled: false, errorType: "Sandbox.Timedout", errorMessage: "")),
                "Sandbox.Timedout"
            ),
            (
                #"{"ErrorCode":"Unhandled","ErrorDetails":"{\"errorType\":\"Sandbox.Timedout\"}"}"#,
                .functionTimedOut(
                    .init(isHandled: false, errorType: "Sandbox.Timedout", errorMessage: nil)),
                "Sandbox.Timedout"
            ),
        ] as [(String, LambdaError.Code, String)])
    func `an error code inside a 200 is a failure`(
        _ document: String, _ code: LambdaError.Code, _ message: String
    ) {
        let found = decode([
            Self.event("PayloadChunk", "part") + Self.event("InvokeComplete", document)
        ])
        #expect(found.text == "part")
        #expect(found.error?.code == code)
        #expect(found.error?.message == message)
        #expect(found.error?.couldHaveRun == true)
    }

    @Test func `exceptions and errors are failures of the service`() {
        let throttled = decode([
            Self.message(
                [(":message-type", "exception"), (":exception-type", "TooManyRequestsException")],
                #"{"Reason":"r","message":"m"}"#)
        ])
        #expect(throttled.error?.code == .throttled(reason: "r"))
        #expect(throttled.error?.message == "TooManyRequestsException: m")
        let unknown = decode([
            Self.message(
                [
                    (":message-type", "error"), (":error-code", "Strange"),
                    (":error-message", "words"),
                ], "")
        ])
        #expect(unknown.error?.code == .unknown("Strange") || unknown.error?.code == .service)
        #expect(unknown.error?.message == "Strange: words")
        #expect(unknown.error?.couldHaveRun == true)
    }

    @Test func `a stream without its end is a lost connection`() {
        let chunk = Self.event("PayloadChunk", "x")
        #expect(decode([]).error?.code == .transport(.connectionLost(requestSent: true)))
        #expect(decode([chunk]).error?.code == .transport(.connectionLost(requestSent: true)))
        let cut = decode([Array(chunk.dropLast())]).error
        #expect(cut?.code == .transport(.connectionLost(requestSent: true)))
        #expect(cut?.message == "\(EventStreamError.truncated)")
    }

    @Test func `other bytes are a malformed answer`() {
        let found = decode([Array("<html>Bad Gateway</html>".utf8)])
        #expect(found.error?.code == .transport(.malformedResponse))
    }
}
