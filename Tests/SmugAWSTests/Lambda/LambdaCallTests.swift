import SmugHTTP
import SmugLoop
import Synchronization
import TestSupport
import Testing

@testable import SmugAWS

/// Calls without a task, which become one where there is more to wait for than the answer.
@Suite struct LambdaCallTests {
    private typealias Outcome = Result<[UInt8], LambdaError>

    private static let ok = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"

    private struct Stage: Sendable {
        let client: LambdaClient
        let server: ScriptedServer
        let loop: EventLoop

        /// Begins a call and hands its outcome to `end`.
        func begin(
            timeout: Duration = .seconds(30), _ end: @escaping @Sendable (Outcome) -> Void
        ) throws -> any Cancellable {
            client.begin(
                LambdaInvocation(try FunctionIdentifier("fn"), payload: Array("{}".utf8)),
                timeout: timeout, on: loop, then: { outcome in end(outcome) })
        }

        /// Begins a call, has `serve` answer it, and returns its outcome.
        func call(_ serve: () async throws -> Void) async throws -> Outcome {
            let told = Told<Outcome>()
            _ = try begin { told.tell($0) }
            try await serve()
            return await told.value
        }

        func answer(on peer: RawConnection, with answer: String = LambdaCallTests.ok) async throws {
            _ = try await peer.readRequest()
            peer.send(answer)
        }

        /// A connection that has served one call and is kept.
        func keptConnection() async throws -> RawConnection {
            let told = Told<Outcome>()
            _ = try begin { told.tell($0) }
            let peer = try await server.next()
            try await answer(on: peer)
            _ = await told.value
            return peer
        }
    }

    private static func run(
        _ body: @escaping @Sendable (Stage) async throws -> Void
    ) throws {
        try EventLoopGroup.run(count: 1) { group in
            let loop = group.loops[0]
            let server = try ScriptedServer(on: loop)
            let credentials = CredentialsSource(
                CredentialsChain([
                    FixedCredentials(Credentials(accessKeyID: "id", secretAccessKey: "secret"))
                ]), on: loop)
            let client = try LambdaClient(
                endpoint: try EndpointURL("http://\(server.address)"), region: "eu-west-1",
                credentials: credentials, on: group, mayConnectDirectly: true)
            defer {
                client.close()
                server.close()
            }
            try await body(Stage(client: client, server: server, loop: loop))
            await credentials.close()
        }
    }

    @Test func `the first call waits for a connection, the next goes over it at once`() throws {
        try Self.run { stage in
            let peer = try await stage.keptConnection()
            for _ in 0..<3 {
                let outcome = try await stage.call { try await stage.answer(on: peer) }
                #expect(try outcome.get() == Array("ok".utf8))
            }
            peer.close()
        }
    }

    @Test func `a kept connection that turns out to be closed is replaced`() throws {
        try Self.run { stage in
            let peer = try await stage.keptConnection()
            peer.stream.abort()
            let outcome = try await stage.call {
                let next = try await stage.server.next()
                try await stage.answer(on: next)
                next.close()
            }
            #expect(try outcome.get() == Array("ok".utf8))
        }
    }

    @Test func `what waits for a call is let go with its end`() throws {
        final class Witness: Sendable {}
        try Self.run { stage in
            let peer = try await stage.keptConnection()
            let told = Told<Void>()
            weak var witness: Witness?
            let call: any Cancellable
            do {
                let held = Witness()
                witness = held
                call = try stage.begin { _ in withExtendedLifetime(held) { told.tell(()) } }
            }
            try await stage.answer(on: peer)
            await told.value
            await stage.loop.nextTurn()
            #expect(witness == nil)
            withExtendedLifetime(call) {}
            peer.close()
        }
    }

    @Test func `a call that is cancelled ends at once, and once`() throws {
        try Self.run { stage in
            let peer = try await stage.keptConnection()
            let told = Told<Outcome>()
            let call = try stage.begin { told.tell($0) }
            _ = try await peer.readRequest()
            call.cancel()
            call.cancel()
            guard case .failure(let error) = await told.value else {
                Issue.record("a cancelled call has an answer")
                return
            }
            #expect(error.code == .transport(.cancelled(requestSent: true)))
            peer.close()
        }
    }

    @Test func `a call that is cancelled while it connects ends too`() throws {
        try Self.run { stage in
            let told = Told<Outcome>()
            let call = try stage.begin { told.tell($0) }
            let peer = try await stage.server.next()
            call.cancel()
            guard case .failure = await told.value else {
                Issue.record("a cancelled call has an answer")
                return
            }
            peer.close()
        }
    }

    @Test func `no answer in time is an error`() throws {
        try Self.run { stage in
            let peer = try await stage.keptConnection()
            let told = Told<Outcome>()
            _ = try stage.begin(timeout: .milliseconds(20)) { told.tell($0) }
            guard case .failure(let error) = await told.value else {
                Issue.record("a call without an answer has one")
                return
            }
            #expect(error.code == .transport(.responseTimedOut))
            peer.close()
        }
    }

    @Test func `a service that refuses the signature for its time gets another one`() throws {
        try Self.run { stage in
            let peer = try await stage.keptConnection()
            let refusal = """
                HTTP/1.1 403 Forbidden\r\nx-amzn-errortype: InvalidSignatureException\r\n\
                date: Tue, 24 Nov 2026 00:00:00 GMT\r\ncontent-length: 2\r\n\r\n{}
                """
            let outcome = try await stage.call {
                try await stage.answer(on: peer, with: refusal)
                let second = try await peer.readRequest()
                #expect(second.contains("x-amz-date: 20261124T0000"))
                peer.send(Self.ok)
            }
            #expect(try outcome.get() == Array("ok".utf8))
            peer.close()
        }
    }
}

/// What is told once, for a task that waits for it.
private final class Told<Value: Sendable>: Sendable {
    private let stream: AsyncStream<Value>
    private let continuation: AsyncStream<Value>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func tell(_ value: Value) { continuation.yield(value) }

    var value: Value {
        get async {
            for await value in stream { return value }
            preconditionFailure("a stream that nobody ends has ended")
        }
    }
}

extension RawConnection {
    /// A whole request with the payload `{}`.
    fileprivate func readRequest() async throws -> String {
        var text = ""
        while !text.hasSuffix("\r\n\r\n{}") {
            text += String(decoding: try await read(1), as: UTF8.self)
        }
        return text
    }
}
