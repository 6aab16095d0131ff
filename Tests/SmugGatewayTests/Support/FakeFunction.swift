import SmugAWS
import SmugJSON
import SmugLoop
import Synchronization

@testable import SmugGateway

/// A function as the gateway calls it, which does what the test says.
final class FakeFunction: FunctionInvoker {
    /// One invocation.
    struct Call: Sendable {
        let function: String
        let payload: [UInt8]
        let timeout: Duration
        var tenantID: String?
    }

    typealias Receive = (ArraySlice<UInt8>) async -> Void
    typealias Streaming = @Sendable (Call, Receive) async throws(LambdaError) -> Void
    typealias Behaviour = @Sendable (Call) async throws(LambdaError) -> [UInt8]

    /// Invocations that have begun.
    let begun = Tally()
    let closed = Tally()
    private let behaviour: Behaviour
    private let streaming: Streaming?
    private let list = Mutex<[Call]>([])

    init(_ behaviour: @escaping Behaviour = { call in call.echo() }) {
        self.behaviour = behaviour
        streaming = nil
    }

    /// A function that writes what it answers bit by bit.
    static func streaming(_ streaming: @escaping Streaming) -> FakeFunction {
        FakeFunction(streaming)
    }

    private init(_ streaming: @escaping Streaming) {
        behaviour = { call in call.echo() }
        self.streaming = streaming
    }

    /// Answers each request with these members beside its id.
    static func answering(_ members: String) -> FakeFunction {
        FakeFunction { call in call.answers { _ in members } }
    }

    static func failing(_ code: LambdaError.Code, message: String = "secret words") -> FakeFunction
    {
        FakeFunction { _ throws(LambdaError) in throw LambdaError(code, message: message) }
    }

    var calls: [Call] { list.withLock { $0 } }

    /// The events of all calls, in order.
    var events: [JSONValue] { calls.flatMap(\.events) }

    func begin(
        _ invocation: consuming LambdaInvocation, until deadline: MonotonicTime,
        on loop: EventLoop, to receiver: any LambdaCallReceiver
    ) -> any Cancellable {
        let call = Call(
            function: invocation.function.description, payload: invocation.payload,
            timeout: EventLoop.now.duration(to: deadline), tenantID: invocation.tenantID)
        return Task(executorPreference: loop) { [self] in
            list.withLock { $0.append(call) }
            begun.add()
            do throws(LambdaError) {
                receiver.receive(.success(try await behaviour(call)))
            } catch {
                receiver.receive(.failure(error))
            }
        }
    }

    func stream(
        _ invocation: consuming LambdaInvocation, timeout: Duration, idleTimeout: Duration,
        dropped: DroppedAnswer, _ receive: (ArraySlice<UInt8>) async -> Void
    ) async throws(LambdaError) {
        let call = Call(
            function: invocation.function.description, payload: invocation.payload,
            timeout: timeout, tenantID: invocation.tenantID)
        list.withLock { $0.append(call) }
        begun.add()
        guard let streaming else { return await receive(try await behaviour(call)[...]) }
        try await streaming(call, receive)
    }

    func close() { closed.add() }
}

extension FakeFunction.Call {
    var envelope: JSONValue? { try? JSONValue(parsing: payload) }
    var events: [JSONValue] { envelope?["batch"]?.array ?? [] }
    var ids: [String] { events.map { $0["requestContext"]?["requestId"]?.string ?? "" } }

    /// Each request's method and path, as its answer.
    func echo() -> [UInt8] {
        answers { event in
            let http = event["requestContext"]?["http"]
            let body = "\(http?["method"]?.string ?? "") \(event["rawPath"]?.string ?? "")"
            return #""statusCode":200,"body":"\#(body)""#
        }
    }

    /// An answer to each request, from its event.
    func answers(_ members: (JSONValue) -> String) -> [UInt8] {
        let records = zip(ids, events).map { #"{"id":"\#($0)",\#(members($1))}"# }
        return Array(#"{"v":1,"responses":[\#(records.joined(separator: ","))]}"#.utf8)
    }
}
