import SmugHTTP
import SmugLoop
import TestSupport

@testable import SmugAWS

/// A client of Lambda and a server that says what the test has written down.
struct LambdaCallStage: Sendable {
    typealias Outcome = LambdaCallReceiver.Outcome

    /// What calls go over.
    enum Way: CaseIterable {
        case ownConnections
        case libcurl
    }

    static let ok = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"

    let client: LambdaClient
    let server: ScriptedServer
    let loop: EventLoop

    static func run(
        over way: Way = .ownConnections,
        _ body: @escaping @Sendable (LambdaCallStage) async throws -> Void
    ) throws {
        try TestLoop.run(loops: 1) { group in
            let loop = group.loops[0]
            let server = try ScriptedServer(on: loop)
            let credentials = CredentialsSource(
                CredentialsChain([
                    FixedCredentials(Credentials(accessKeyID: "id", secretAccessKey: "secret"))
                ]), on: loop)
            let client = try LambdaClient(
                endpoint: try EndpointURL("http://\(server.address)"), region: "eu-west-1",
                credentials: credentials, on: group,
                mayConnectDirectly: way == .ownConnections)
            defer {
                client.close()
                server.close()
            }
            try await body(LambdaCallStage(client: client, server: server, loop: loop))
            await credentials.close()
        }
    }

    func begin(
        _ payload: [UInt8] = Array("{}".utf8), timeout: Duration = .seconds(30),
        to receiver: any LambdaCallReceiver
    ) throws -> any Cancellable {
        client.begin(
            LambdaInvocation(try FunctionIdentifier("fn"), payload: payload),
            until: EventLoop.now.advanced(by: timeout), on: loop, to: receiver)
    }

    /// Begins a call, has `serve` answer it, and returns its outcome.
    func call(_ serve: () async throws -> Void) async throws -> Outcome {
        let told = Told<Outcome>()
        _ = try begin(to: told)
        try await serve()
        return await told.value
    }

    func answer(on peer: RawConnection, with answer: String = Self.ok) async throws {
        _ = try await peer.readCall()
        peer.send(answer)
    }

    /// A connection that has served one call and is kept.
    func keptConnection() async throws -> RawConnection {
        let told = Told<Outcome>()
        _ = try begin(to: told)
        let peer = try await server.next()
        try await answer(on: peer)
        _ = await told.value
        return peer
    }
}

/// What is told once, for a task that waits for it.
final class Told<Value: Sendable>: Sendable {
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

extension Told: LambdaCallReceiver where Value == LambdaCallReceiver.Outcome {
    func receive(_ outcome: consuming LambdaCallReceiver.Outcome) { tell(outcome) }
}

extension RawConnection {
    /// A whole call with the payload `{}`.
    func readCall() async throws -> String {
        var text = ""
        while !text.hasSuffix("\r\n\r\n{}") {
            text += String(decoding: try await read(1), as: UTF8.self)
        }
        return text
    }
}
