import SmugJSON
import SmugLoop
import Synchronization
import TestSupport
import Testing

@testable import SmugLambda

@Suite struct BatchAdapterTests {
    private struct Refusal: Error {}

    private static let path: LambdaHTTPHandler = { request, _ in .text(request.path) }

    private func answer(
        _ event: [UInt8], log: Lines = Lines(), concurrency: Int = 16,
        _ handler: @escaping LambdaHTTPHandler = path
    ) async throws -> JSONValue {
        let adapter = BatchAdapter(concurrency: concurrency, handler: handler)
        return try JSONValue(parsing: try await adapter.answer(event, .told(to: log)))
    }

    private func ids(_ answer: JSONValue) -> [String] {
        (answer["responses"]?.array ?? []).compactMap { $0["id"]?.string }
    }

    @Test func `every request gets its own answer, in the batch's order`() async throws {
        let items = (0..<40).map { SampleEvent.minimal("r-\($0)", path: "/\($0)") }
        let answer = try await answer(SampleEvent.batch(items))
        #expect(answer["v"]?.int == 1)
        let responses = try #require(answer["responses"]?.array)
        #expect(responses.count == 40)
        for (index, response) in responses.enumerated() {
            #expect(response["id"]?.string == "r-\(index)")
            #expect(response["statusCode"]?.int == 200)
            #expect(response["body"]?.string == "/\(index)")
            #expect(response["isBase64Encoded"]?.bool == false)
            #expect(
                response["headers"]?["content-type"]?.string == "text/plain; charset=utf-8")
        }
    }

    @Test func `an empty batch has no answers`() async throws {
        #expect(try await answer(SampleEvent.batch([]))["responses"]?.array?.isEmpty == true)
    }

    @Test func `an error costs its own request and is told with its id`() async throws {
        let log = Lines()
        let items = ["a", "b", "c"].map { SampleEvent.minimal($0, path: "/\($0)") }
        let answer = try await answer(SampleEvent.batch(items), log: log) { request, _ in
            guard request.path != "/b" else { throw Refusal() }
            return .status(204)
        }
        let responses = try #require(answer["responses"]?.array)
        #expect(responses.map { $0["statusCode"]?.int } == [204, 500, 204])
        #expect(responses[1]["body"]?.string == "{\"message\":\"internal error\"}")
        #expect(responses[1]["headers"]?["content-type"]?.string == "application/json")
        #expect(log.all.count == 1 && log.says("b", "Refusal"))
    }

    @Test func `an answer that cannot be sent costs its own request`() async throws {
        let log = Lines()
        let items = [SampleEvent.minimal("a"), SampleEvent.minimal("b", path: "/b")]
        let answer = try await answer(SampleEvent.batch(items), log: log) { request, _ in
            .status(request.path == "/b" ? 200 : 7)
        }
        #expect(answer["responses"]?.array?.map { $0["statusCode"]?.int } == [500, 200])
        #expect(log.all.count == 1 && log.says("a", "the answer's status is 7: it must be 200"))
    }

    @Test func `an item that is no HTTP event costs itself`() async throws {
        let log = Lines()
        let items = [#"{"requestContext":{"requestId":"a"}}"#, SampleEvent.minimal("b")]
        let answer = try await answer(SampleEvent.batch(items), log: log)
        #expect(answer["responses"]?.array?.map { $0["statusCode"]?.int } == [500, 200])
        #expect(log.says("a", "the event is no HTTP request") || log.says("a", "rawPath"))
    }

    @Test func `requests without an id or with one twice are left out`() async throws {
        let log = Lines()
        let items = [
            SampleEvent.minimal("a", path: "/first"), SampleEvent.minimal(""), "{}", "7",
            SampleEvent.minimal("a", path: "/second"), SampleEvent.minimal("b"),
        ]
        let answer = try await answer(SampleEvent.batch(items), log: log)
        #expect(ids(answer) == ["a", "b"])
        #expect(answer["responses"]?[0]?["body"]?.string == "/first")
        #expect(log.all.count == 4)
        #expect(log.says("invocation", "another request of the batch has the id a already"))
    }

    @Test func `bytes that are no text go in base 64, cookies apart`() async throws {
        let answer = try await answer(SampleEvent.batch([SampleEvent.minimal("a")])) { _, _ in
            HTTPAnswer(cookies: ["a=1", "b=2"], body: [0xFF])
        }
        let response = answer["responses"]?[0]
        #expect(response?["isBase64Encoded"]?.bool == true)
        #expect(response?["body"]?.string == "/w==")
        #expect(response?["cookies"] == ["a=1", "b=2"])
    }

    @Test func `an event that is no batch is answered by itself`() async throws {
        let answer = try await answer(Array(SampleEvent.full.utf8))
        #expect(answer["statusCode"]?.int == 200)
        #expect(answer["body"]?.string == "/hello/Ad%61")
        #expect(answer["responses"] == nil)
    }

    @Test func `an event of its own with v and no batch is no batch`() async throws {
        let answer = try await answer(Array(#"{"v":1,"rawPath":"/x"}"#.utf8))
        #expect(answer["body"]?.string == "/x")
    }

    @Test func `an error for a single event is answered with 500`() async throws {
        let log = Lines()
        let answer = try await answer(Array(#"{"rawPath":"/x"}"#.utf8), log: log) { _, _ in
            throw Refusal()
        }
        #expect(answer["statusCode"]?.int == 500)
        #expect(log.all.count == 1 && log.says("invocation", "Refusal"))
    }

    @Test(arguments: ["", "{", "[]", "{\"v\":2,\"batch\":[]}", "{\"Records\":[]}"])
    func `what is neither is the invocation's error`(event: String) async {
        await #expect(throws: (any Error).self) { try await answer(Array(event.utf8)) }
    }

    @Test func `each request has its own id at hand, and the invocation's context`() async throws {
        let seen = Lines()
        let items = ["a", "b", "c"].map { SampleEvent.minimal($0) }
        _ = try await answer(SampleEvent.batch(items)) { request, context in
            await Task.yield()
            #expect(LambdaContext.current?.requestID == request.requestID)
            #expect(context.invocationRequestID == "invocation")
            seen.add(request.requestID)
            return .status(200)
        }
        #expect(seen.all.sorted() == ["a", "b", "c"])
    }

    @Test(arguments: [(1, 1), (4, 4), (16, 16), (100, 40), (0, 1), (-3, 1)])
    func `no more requests than allowed are handled at a time`(concurrency: Int, most: Int) throws {
        let running = Gauge()
        let event = SampleEvent.batch((0..<40).map { SampleEvent.minimal("r-\($0)") })
        let answered = try TestLoop.run { _ in
            let answer = try await answer(event, concurrency: concurrency) { _, _ in
                running.add(1)
                while running.most < most { try await LambdaRuntime.sleep(for: .milliseconds(1)) }
                running.add(-1)
                return .status(200)
            }
            return ids(answer).count
        }
        #expect(answered == 40)
        #expect(running.most == most)
    }

    @Test(arguments: [(30_000, [200, 200]), (2_000, [200, 502]), (450, [502, 502])])
    func `of answers too large for one invocation the largest give way`(
        maxBytes: Int, statuses: [Int]
    ) async throws {
        let log = Lines()
        let items = [SampleEvent.minimal("small"), SampleEvent.minimal("large", path: "/l")]
        let adapter = BatchAdapter(
            concurrency: 2,
            handler: { request, _ in
                HTTPAnswer(body: Array(repeating: 0x61, count: request.path == "/" ? 500 : 20_000))
            }, maxBytes: maxBytes)
        let bytes = try await adapter.answer(SampleEvent.batch(items), .told(to: log))
        #expect(bytes.count <= maxBytes)
        let responses = try JSONValue(parsing: bytes)["responses"]?.array ?? []
        #expect(responses.map { $0["statusCode"]?.int } == statuses)
        #expect(log.says("large", "gave way") == (statuses[1] == 502))
    }

    @Test func `what is not done shortly before the deadline is cancelled and answered with 504`()
        throws
    {
        let log = Lines()
        let cancelled = Lines()
        let items = (0..<4).map { SampleEvent.minimal("r-\($0)", path: "/\($0)") }
        let statuses = try TestLoop.run { loop in
            let hasBegun = Gate()
            var adapter = BatchAdapter(concurrency: 2) { request, context in
                guard request.path != "/0" else { return .status(204) }
                #expect(context.deadline < LambdaContext.told(to: log).deadline)
                if request.path == "/2" { hasBegun.open() }
                do {
                    try await loop.sleep(for: .seconds(600))
                } catch {
                    cancelled.add(request.requestID)
                    throw error
                }
                return .status(200)
            }
            adapter.waitUntil = { _ in await hasBegun.wait() }
            let bytes = try await adapter.answer(SampleEvent.batch(items), .told(to: log))
            for _ in 0..<100 { await Task.yield() }
            let responses = try JSONValue(parsing: bytes)["responses"]?.array ?? []
            return responses.map { $0["statusCode"]?.int }
        }
        #expect(statuses == [204, 504, 504, 504])
        #expect(cancelled.all.sorted() == ["r-1", "r-2"])
        #expect(log.all.count == 3 && log.says("r-3", "time is over"))
    }

    @Test func `each request has the trace of its own caller`() async throws {
        let event =
            #"{"rawPath":"/","headers":{"x-amzn-trace-id":"Root=1"},"requestContext":{"requestId":"a"}}"#
        let answer = try await answer(SampleEvent.batch([event])) { _, context in
            .text(context.traceID ?? "none")
        }
        #expect(answer["responses"]?[0]?["body"]?.string == "Root=1")
    }

    @Test func `the runtime's sleep is refused off its thread`() async {
        await #expect(throws: LambdaError.self) {
            try await LambdaRuntime.sleep(for: .milliseconds(1))
        }
    }
}

extension Lines {
    /// Whether a line has this request's id and says this.
    func says(_ id: String, _ text: String) -> Bool {
        all.contains { $0.hasPrefix("\(id) ") && $0.contains(text) }
    }
}

extension LambdaContext {
    /// An invocation whose log goes there.
    static func told(to lines: Lines) -> LambdaContext {
        let context = LambdaContext(requestID: "invocation")
        return LambdaContext(
            State(
                fields: context.state.fields, function: context.state.function,
                deadline: context.deadline, now: context.state.now, log: .told(to: lines)))
    }
}

/// How many there are now, and were at most.
private final class Gauge: Sendable {
    private let counts = Mutex((now: 0, most: 0))

    var most: Int { counts.withLock { $0.most } }

    func add(_ change: Int) {
        counts.withLock { counts in
            counts.now += change
            counts.most = max(counts.most, counts.now)
        }
    }
}
