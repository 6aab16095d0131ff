import SmugJSON
import SmugLoop
import Testing

@testable import SmugLocal

@Suite struct FailureDocumentTests {
    private let id = Array("id".utf8)

    @Test(arguments: [
        (ChildProcess.Exit.status(0), "Runtime exited without providing a reason"),
        (.status(1), "Runtime exited with error: exit status 1"),
        (.signal(9), "Runtime exited with error: signal: killed"),
        (.signal(11), "Runtime exited with error: signal: segmentation fault"),
        (.signal(33), "Runtime exited with error: signal: signal 33"),
    ])
    func `an end is told as Lambda tells it`(exit: ChildProcess.Exit, reason: String) throws {
        let document = try JSONValue(parsing: FailureDocument.ended(exit, requestID: id))
        #expect(
            document == [
                "errorType": "Runtime.ExitError", "errorMessage": "RequestId: id Error: \(reason)",
            ])
    }

    @Test(arguments: [
        (Duration.seconds(3), "3.00"), (.milliseconds(50), "0.05"), (.milliseconds(1_239), "1.23"),
    ])
    func `a timeout is told with time and limit`(timeout: Duration, text: String) throws {
        let bytes = FailureDocument.timedOut(
            after: timeout, requestID: id, at: 1_767_225_600_007)
        #expect(
            try JSONValue(parsing: bytes) == [
                "errorMessage":
                    "2026-01-01T00:00:00.007Z id Task timed out after \(text) seconds",
                "errorType": "Sandbox.Timedout",
            ])
    }

    @Test func `an answer that is too large has its own type`() throws {
        let document = try JSONValue(parsing: FailureDocument.tooLarge(limit: 6_291_556))
        #expect(document["errorType"] == "Function.ResponseSizeTooLarge")
        #expect(
            document["errorMessage"]
                == "Response payload size exceeded maximum allowed payload size (6291556 bytes).")
    }
}
