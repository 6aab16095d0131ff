import SmugHTTP
import SmugProtocol
import Testing

@testable import SmugLocal

@Suite struct InvokeParametersTests {
    private func parameters(_ pairs: [(String, String)]) throws -> InvokeParameters {
        try InvokeParameters(HTTPFields(pairs))
    }

    @Test func `without fields the caller waits`() throws {
        let known = try parameters([])
        #expect(known.kind == .requestResponse)
        #expect(!known.wantsLogTail)
        #expect(known.clientContext == nil)
        #expect(known.tenantID == nil)
    }

    @Test func `every field is read`() throws {
        let known = try parameters([
            ("X-Amz-Invocation-Type", "Event"), ("X-Amz-Log-Type", "Tail"),
            ("X-Amz-Tenant-Id", "blue"),
            ("X-Amz-Client-Context", "eyAiY3VzdG9tIjoKeyJhIjoiXHUwMDBhIn0gfQ=="),
        ])
        #expect(known.kind == .event)
        #expect(known.kind.maxPayloadBytes == 1_048_576)
        #expect(known.wantsLogTail)
        #expect(known.tenantID == Array("blue".utf8))
        #expect(known.clientContext == Array(#"{"custom":{"a":"\n"}}"#.utf8))
    }

    @Test(arguments: [
        ("X-Amz-Invocation-Type", "event", "InvalidParameterValueException"),
        ("X-Amz-Log-Type", "tail", "InvalidParameterValueException"),
        ("X-Amz-Client-Context", "e30!", "InvalidRequestContentException"),
        ("X-Amz-Client-Context", "W10=", "InvalidRequestContentException"),
        ("X-Amz-Client-Context", "e30e30", "InvalidRequestContentException"),
    ])
    func `a bad value is refused`(name: String, value: String, type: String) {
        let error = #expect(throws: InvokeError.self) { try parameters([(name, value)]) }
        #expect(error?.type == type)
        #expect(error?.status == .badRequest)
    }

    @Test(arguments: [(3_583, true), (3_584, false)])
    func `a client context has a limit`(size: Int, isAllowed: Bool) {
        let json = "{\"a\":\"" + String(repeating: "b", count: size - 8) + "\"}"
        var encoded: [UInt8] = []
        Base64.append(Array(json.utf8).span, to: &encoded)
        let text = String(decoding: encoded, as: UTF8.self)
        let known = try? parameters([("X-Amz-Client-Context", text)])
        #expect((known != nil) == isAllowed)
    }
}
