import SmugAWS
import SmugJSON
import SmugLoop
import TestSupport
import Testing

@testable import SmugGateway

/// One invocation for a batch: its envelope, its time, its end.
@Suite struct BatchInvocationTests {
    private func run(
        _ requests: [PendingRequest], began: MonotonicTime = EventLoop.now,
        function: FakeFunction = FakeFunction()
    ) throws -> FakeFunction.Call? {
        let invocation = BatchInvocation(
            invoker: function, retrier: Retrier(percent: 20), log: LogRecorder().log())
        let batch = Batch(key: BatchKey(route: 0), items: requests, began: began)
        try TestLoop.run { loop in _ = await invocation.run(batch, on: loop) }
        return function.calls.first
    }

    private func request(
        _ number: UInt64, _ route: Route, arrival: MonotonicTime = EventLoop.now
    ) -> PendingRequest {
        let event = #"{"requestContext":{"requestId":"r-\#(number)"},"rawPath":"/\#(number)"}"#
        return PendingRequest(
            identity: number, id: Array("r-\(number)".utf8), route: route,
            event: Array(event.utf8), arrival: arrival)
    }

    @Test func `the envelope carries the events in the order of arrival`() async throws {
        let route = try RouteFixture.route(function: "fn:live")
        let call = try run([1, 2, 3].map { request($0, route) })
        #expect(call?.function == "fn:live")
        let envelope = call?.envelope
        #expect(envelope?["v"]?.int == 1)
        #expect(envelope?["meta"]?["gateway"]?.string == "simple-multiplexer-gateway")
        #expect(envelope?["meta"]?["route"]?.string == "/hello/{id}")
        #expect(call?.ids == ["r-1", "r-2", "r-3"])
    }

    @Test func `X-22 receivedAtMs is when the first request came, not when the batch left`()
        async throws
    {
        let before = EventLoop.wallClockMilliseconds
        let now = EventLoop.now
        let arrivals = [5000, 4990, 10].map { now.advanced(by: .milliseconds(-$0)) }
        let route = try RouteFixture.route()
        let requests = zip(1...3 as ClosedRange<UInt64>, arrivals).map {
            request($0, route, arrival: $1)
        }
        let call = try run(requests, began: arrivals[0])
        let received = Int64(call?.envelope?["meta"]?["receivedAtMs"]?.int ?? 0)
        #expect((before - 5001...before - 4000).contains(received))
    }

    @Test func `X-22 the first request is the first that has stayed`() async throws {
        let before = EventLoop.wallClockMilliseconds
        let now = EventLoop.now
        let call = try run(
            [request(2, try RouteFixture.route(), arrival: now)],
            began: now.advanced(by: .seconds(-5)))
        let received = Int64(call?.envelope?["meta"]?["receivedAtMs"]?.int ?? 0)
        #expect(received >= before - 1)
    }

    @Test func `an invocation may take as long as Lambda lets a function run, and a little more`()
        async throws
    {
        let route = try RouteFixture.route(more: "timeoutMs: 100")
        let call = try run([request(1, route)])
        let timeout = try #require(call?.timeout)
        #expect(timeout > .seconds(840) && timeout <= .milliseconds(900_100))
    }

    @Test func `a stream may begin as long as its last request waits, and a little more`()
        async throws
    {
        let route = try RouteFixture.route(
            more: "timeoutMs: 60000, invokeMode: response_stream, streamTimeoutMs: 1")
        let now = EventLoop.now
        let requests = [
            request(1, route, arrival: now.advanced(by: .seconds(-50))),
            request(2, route, arrival: now),
            request(3, route, arrival: now.advanced(by: .milliseconds(-10))),
        ]
        let call = try run(requests)
        let timeout = try #require(call?.timeout)
        #expect(timeout > .seconds(20) && timeout <= .milliseconds(60_101))
    }

    @Test func `a stream that begins too late has no time, not a negative one`() async throws {
        let route = try RouteFixture.route(
            wait: 1, more: "timeoutMs: 100, invokeMode: response_stream, streamTimeoutMs: 1")
        let requests = [request(1, route, arrival: EventLoop.now.advanced(by: .seconds(-60)))]
        let call = try run(requests)
        let timeout = try #require(call?.timeout)
        #expect(timeout > .zero && timeout <= .milliseconds(101))
    }

    @Test func `each request gets its own answer, or the invocation's failure`() async throws {
        let route = try RouteFixture.route()
        let good = [request(1, route), request(2, route)]
        _ = try run(good)
        #expect(await good[1].outcome == .response(status: 200, body: " /2"))
        let bad = [request(1, route), request(2, route)]
        _ = try run(bad, function: .failing(.service))
        #expect(await bad[0].outcome == .fault(.lambdaFailed(retryAfter: nil)))
        #expect(await bad[1].outcome == .fault(.lambdaFailed(retryAfter: nil)))
    }
}
