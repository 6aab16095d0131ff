import SmugLoop
import SmugNet
import TestSupport
import Testing

@testable import SmugLambda

@Suite struct RuntimeProcessTests {
    typealias Post = RuntimeAPIStandIn.Post

    private struct Refusal: Error {}

    private static let echo = LambdaFunction { event, _ in event }
    private static let next = "GET /2018-06-01/runtime/invocation/next"

    @Test func `what lives as long as the process is closed after the last event`() throws {
        let order = Lines()
        let played = try Played.run(RuntimeAPIStandIn([.event("1", id: "a")])) { runtime, _ in
            order.add("open")
            try await runtime.serve(
                LambdaFunction { event, _ in
                    order.add("event")
                    return event
                })
            order.add("close")
        }
        #expect(order.all == ["open", "event", "close"])
        #expect(played.posts.map(\.body) == ["1"])
        #expect(played.status == 0)
    }

    @Test func `a function that cannot start says so and ends with 1`() throws {
        let played = try Played.run(RuntimeAPIStandIn([.event("1")])) { _, _ in throw Refusal() }
        #expect(played.status == 1)
        #expect(played.pollCount == 0)
        #expect(played.posts.map(\.path) == ["/2018-06-01/runtime/init/error"])
        #expect(played.posts.map(\.errorType) == ["Refusal"])
        #expect(
            played.log == [
                "FATAL the function cannot start errorType=Refusal errorMessage=Refusal()"
            ])
    }

    @Test func `a body that never serves has failed to start`() throws {
        let played = try Played.run(RuntimeAPIStandIn([])) { _, _ in }
        #expect(played.posts.map(\.path) == ["/2018-06-01/runtime/init/error"])
        #expect(played.status == 1)
    }

    @Test func `an error while it closes is told and is no error of the start`() throws {
        let played = try Played.run(RuntimeAPIStandIn([])) { runtime, _ in
            try await runtime.serve(Self.echo)
            throw Refusal()
        }
        #expect(played.posts == [])
        #expect(played.status == 1)
        #expect(played.log.last?.hasPrefix("FATAL the function ends with an error") == true)
    }

    @Test func `a process serves once`() throws {
        let played = try Played.run(RuntimeAPIStandIn([.event("1", id: "a")])) { runtime, _ in
            try await runtime.serve(Self.echo)
            try await runtime.serve(Self.echo)
        }
        #expect(played.posts.count == 1)
        #expect(played.log.last?.contains("serve was called twice") == true)
    }

    @Test func `told to end, it answers the event at hand and takes no other`() throws {
        let standIn = RuntimeAPIStandIn([.event("1", id: "a"), .event("2", id: "b")])
        let played = try Played.run(standIn) { runtime, process in
            try await runtime.serve(
                LambdaFunction { event, _ in
                    process.end()
                    try await LambdaRuntime.sleep(for: .milliseconds(1))
                    return event
                })
        }
        #expect(played.posts.map(\.body) == ["1"])
        #expect(played.pollCount == 1)
        #expect(played.status == 0)
    }

    @Test func `told to end before it serves, it asks for nothing`() throws {
        let played = try Played.run(RuntimeAPIStandIn([.event("1")])) { runtime, process in
            process.end()
            try await runtime.serve(Self.echo)
        }
        #expect(played.pollCount == 0)
        #expect(played.status == 0)
    }

    @Test func `an API that is not there ends it with 1`() throws {
        let log = Lines()
        let status = try TestLoop.run(loops: 1) { group in
            let settings = try RuntimeSettings(
                environment: [
                    "AWS_LAMBDA_RUNTIME_API": "localhost:\(SocketAddress.nobody.port)"
                ], log: .told(to: log))
            let process = RuntimeProcess(settings, on: group, backoff: .quick)
            return await process.run { try await $0.serve(Self.echo) }
        }
        #expect(status == 1)
        #expect(log.all.first?.contains("cannot be reached: connect: ECONNREFUSED") == true)
    }

    @Test(arguments: [1, 2])
    func `so many events at a time as Lambda says, each with its own context`(loops: Int) throws {
        let count = 40
        let waiting = Shared((now: 0, most: 0))
        let standIn = RuntimeAPIStandIn((0..<count).map { .event("\($0)", id: "id-\($0)") })
        standIn.expectedPosts = count
        let played = try Played.run(
            standIn, environment: ["AWS_LAMBDA_MAX_CONCURRENCY": "4"], loops: loops
        ) { runtime, _ in
            try await runtime.serve(
                LambdaFunction { event, _ in
                    waiting.change { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                    repeat {
                        try await LambdaRuntime.sleep(for: .milliseconds(1))
                    } while waiting.value.most < 4
                    waiting.change { $0.now -= 1 }
                    return Array((LambdaContext.current?.requestID ?? "").utf8)
                })
        }
        #expect(waiting.value.most == 4)
        #expect(played.connectionCount == 4)
        #expect(played.posts.count == count)
        for post in played.posts {
            #expect(post.path == "/2018-06-01/runtime/invocation/\(post.body)/response")
        }
        #expect(Set(played.posts.map(\.body)) == Set((0..<count).map { "id-\($0)" }))
    }

    @Test(arguments: ["0", "-1", "1601", "many"])
    func `a concurrency that is none is refused`(text: String) {
        #expect(throws: LambdaError.self) {
            try RuntimeSettings(environment: [
                "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:1", "AWS_LAMBDA_MAX_CONCURRENCY": text,
            ])
        }
    }

    // MARK: - Snapshots

    private static let snapStart = ["AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start"]

    @Test func `hooks are called around the snapshot, before the first event`() throws {
        let order = Lines()
        let standIn = RuntimeAPIStandIn([.event("1", id: "a")])
        let played = try Played.run(standIn, environment: Self.snapStart) { runtime, _ in
            for name in ["1", "2"] {
                runtime.beforeSnapshot { order.add("before \(name)") }
                runtime.afterRestore { order.add("after \(name)") }
            }
            try await runtime.serve(Self.echo)
        }
        #expect(order.all == ["before 2", "before 1", "after 1", "after 2"])
        #expect(played.calls.prefix(2) == ["GET /2018-06-01/runtime/restore/next", Self.next])
        #expect(played.posts.map(\.body) == ["1"])
    }

    @Test func `a hook that fails before the snapshot is an error of the start`() throws {
        let played = try Played.run(RuntimeAPIStandIn([]), environment: Self.snapStart) {
            runtime, _ in
            runtime.beforeSnapshot { throw Refusal() }
            try await runtime.serve(Self.echo)
        }
        #expect(played.calls == ["POST /2018-06-01/runtime/init/error"])
        #expect(played.status == 1)
    }

    @Test func `a hook that fails after the restore is told as such`() throws {
        let played = try Played.run(RuntimeAPIStandIn([]), environment: Self.snapStart) {
            runtime, _ in
            runtime.afterRestore { throw Refusal() }
            try await runtime.serve(Self.echo)
        }
        let expected = [
            "GET /2018-06-01/runtime/restore/next", "POST /2018-06-01/runtime/restore/error",
        ]
        #expect(played.calls == expected)
        #expect(played.posts.map(\.errorType) == ["Refusal"])
        #expect(played.status == 1)
    }

    @Test func `without a snapshot no hook is called`() throws {
        let played = try Played.run(RuntimeAPIStandIn([.event("1")])) { runtime, _ in
            runtime.beforeSnapshot { throw Refusal() }
            runtime.afterRestore { throw Refusal() }
            try await runtime.serve(Self.echo)
        }
        #expect(played.status == 0)
    }

    // MARK: - The end

    private static let register = "POST /2020-01-01/extension/register"

    @Test func `who has something to close registers for SIGTERM before the first event`() throws {
        let standIn = RuntimeAPIStandIn([.event("1", id: "a")])
        let played = try Played.run(standIn, wantsShutdown: true) { runtime, _ in
            try await runtime.serve(
                LambdaFunction { event, _ in
                    while !standIn.calls.contains("GET /2020-01-01/extension/event/next") {
                        try await LambdaRuntime.sleep(for: .milliseconds(1))
                    }
                    return event
                })
        }
        #expect(played.calls.first == Self.register)
        #expect(played.posts.first?.body == #"{"events":[]}"#)
        #expect(played.posts.last?.body == "1")
        #expect(played.status == 0)
    }

    @Test func `an API without extensions is served all the same`() throws {
        let standIn = RuntimeAPIStandIn([.event("1", id: "a")])
        standIn.refusals = ["/2020-01-01/extension/register": 404]
        let played = try Played.run(standIn, wantsShutdown: true) { runtime, _ in
            try await runtime.serve(Self.echo)
        }
        #expect(played.posts.map(\.body) == ["1"])
        #expect(played.log == [])
    }
}
