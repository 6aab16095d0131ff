import SmugEvents
import SmugJSON
import Testing

@Suite struct CloudFormationAnswerTests {
    private struct Broken: Error {}
    private struct Properties: Codable, Equatable { let size: String }

    private func request(_ url: String = "https://answers.example.com/a?b=c")
        -> CloudFormationRequest<Properties>
    {
        CloudFormationRequest {
            $0.requestType = .create
            $0.requestId = "r-1"
            $0.stackId = "stack"
            $0.logicalResourceId = "Orders"
            $0.responseURL = url
        }
    }

    /// What was sent, for a transport that answers with a status.
    private func sent(
        status: Int = 200, _ url: String = "https://answers.example.com/a?b=c",
        _ body: (CloudFormationRequest<Properties>) async throws -> CloudFormationResponse
    ) async throws -> CloudFormationUpload? {
        let (uploads, sink) = AsyncStream.makeStream(of: CloudFormationUpload.self)
        defer { sink.finish() }
        try await request(url).answer(
            over: {
                sink.yield($0); return status
            }, body)
        return await uploads.first { _ in true }
    }

    @Test func `what was done is put to the address of the request`() async throws {
        let upload = try #require(
            try await sent { $0.success(physicalResourceId: "orders-1", data: ["Url": "x"]) })
        #expect((upload.host, upload.target) == ("answers.example.com", "/a?b=c"))
        #expect(upload.headers.first { $0.name == "content-type" }?.value == "")
        let answer = try EventCoding.decode(CloudFormationResponse.self, from: upload.body)
        #expect(answer.status == .success)
        #expect(answer.data?["Url"] == "x")
        #expect((answer.stackId, answer.requestId) == ("stack", "r-1"))
    }

    @Test func `an error is an answer too, with a name for what was not made`() async throws {
        let upload = try #require(try await sent { _ in throw Broken() })
        let answer = try EventCoding.decode(CloudFormationResponse.self, from: upload.body)
        #expect(answer.status == .failed)
        #expect(answer.reason == "Broken()")
        #expect(answer.physicalResourceId == "Orders-r-1")
    }

    @Test func `a reason that is too long is cut, data that are too long are a failure`()
        async throws
    {
        let long = String(repeating: "ä", count: 5000)
        let cut = try #require(try await sent { $0.failure(reason: long) })
        #expect(cut.body.count <= CloudFormationUpload.maxBytes)
        let refused = try #require(try await sent { $0.success(data: ["a": .string(long)]) })
        let answer = try EventCoding.decode(CloudFormationResponse.self, from: refused.body)
        #expect(answer.status == .failed)
        #expect(answer.reason?.contains("4096") == true)
    }

    @Test func `an answer repeats what it must, whatever a handler has left out`() async throws {
        let upload = try #require(
            try await sent { _ in
                CloudFormationResponse {
                    $0.status = .failed
                    $0.requestId = "another"
                }
            })
        let answer = try EventCoding.decode(CloudFormationResponse.self, from: upload.body)
        #expect((answer.stackId, answer.requestId) == ("stack", "r-1"))
        #expect((answer.logicalResourceId, answer.physicalResourceId) == ("Orders", "Orders-r-1"))
        #expect(answer.reason == "the function gives no reason")
        let empty = try #require(try await sent { _ in CloudFormationResponse() })
        #expect(
            try EventCoding.decode(CloudFormationResponse.self, from: empty.body).status == .success
        )
    }

    @Test func `what was made keeps its name where its data are too long, unless that is itself`()
        async throws
    {
        for (name, expected) in [("a", "a"), (String(repeating: "a", count: 1025), "Orders-r-1")] {
            let upload = try #require(
                try await sent {
                    $0.success(
                        physicalResourceId: name,
                        data: ["a": .string(String(repeating: "b", count: 4096))])
                })
            let answer = try EventCoding.decode(CloudFormationResponse.self, from: upload.body)
            #expect(answer.status == .failed && answer.physicalResourceId == expected)
        }
        let fits = String(repeating: "a", count: 1024)
        let upload = try #require(try await sent { $0.success(physicalResourceId: fits) })
        let answer = try EventCoding.decode(CloudFormationResponse.self, from: upload.body)
        #expect(answer.status == .success && answer.physicalResourceId == fits)
    }

    @Test func `a refusal and an address that is not https are errors`() async {
        await #expect(throws: CloudFormationUpload.Refused(status: 403)) {
            try await sent(status: 403) { $0.success() }
        }
        await #expect(throws: EventContentError.self) {
            try await sent("http://answers.example.com/") { $0.success() }
        }
    }
}
