import SmugHTTP
import SmugJSON
import SmugLoop
import SmugNet
import SmugTelemetry
import TestSupport
import Testing

@testable import SmugGateway

/// A gateway on a free port with a function that the test writes behind it.
struct GatewayStage: Sendable {
    let address: SocketAddress
    let loop: EventLoop
    let function: FakeFunction
    /// `nil` for a handler that has no gateway around it.
    let running: RunningGateway?
    let recorder: LogRecorder
    /// What clients call it.
    var host = "gateway.example"

    /// Runs `body` against a gateway; the gateway then drains; then `after` looks at what is left.
    ///
    /// - Returns: what was logged, after everything has ended.
    @discardableResult
    static func run(
        _ manifest: String, _ function: FakeFunction = FakeFunction(),
        includesBatchSize: Bool = false, loops: Int = 1,
        _ body: @escaping @Sendable (GatewayStage) async throws -> Void,
        after: @escaping @Sendable () async throws -> Void = {}
    ) throws -> LogRecorder {
        let recorder = LogRecorder()
        let log = recorder.log()
        let manifest = try ManifestFixture.parse(manifest)
        try TestLoop.run(loops: loops) { group in
            let gateway = Gateway(
                manifest: manifest, invoker: function, log: log,
                includesBatchSize: includesBatchSize)
            try await gateway.run(on: group) { running in
                try await body(
                    GatewayStage(
                        address: running.address, loop: group.loops[0], function: function,
                        running: running, recorder: recorder))
            }
            try await after()
        }
        log.flush()
        return recorder
    }

    /// Sends one request on a connection of its own.
    func send(
        _ method: HTTPMethod, _ target: String, fields: [(String, String)] = [],
        body: [UInt8] = []
    ) async throws -> HTTPResponse {
        let connection = try await HTTPClientConnection.connect(
            to: address, host: host, on: loop)
        defer { connection.close() }
        return try await connection.send(
            HTTPClientRequest(method, target, fields: HTTPFields(fields), body: body))
    }

    func get(_ target: String, fields: [(String, String)] = []) async throws -> HTTPResponse {
        try await send(.get, target, fields: fields)
    }

    /// The same, begun now and awaited later.
    func start(
        _ method: HTTPMethod, _ target: String, fields: [(String, String)] = [],
        body: [UInt8] = []
    ) -> Task<HTTPResponse, any Error> {
        Task(executorPreference: loop) {
            try await send(method, target, fields: fields, body: body)
        }
    }

    /// Returns when so many requests wait for their invocation.
    func gathers(_ count: Int) async throws {
        guard let batcher = running?.generations.batcher else { return }
        while batcher.look({ $0.waitingByRoute.reduce(0, +) }) != count { await loop.nextTurn() }
    }

    func connect() async throws -> RawClient {
        try await RawClient.connect(to: address, on: loop)
    }
}

extension HTTPResponse {
    var text: String { String(decoding: body, as: UTF8.self) }

    func all(_ name: StaticString) -> [String] {
        fields.all(name).map { String(decoding: fields.bytes[$0], as: UTF8.self) }
    }

    /// Checks that this is a problem document and holds no more than it should.
    func expectProblem(
        _ status: Int, _ code: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(self.status.code == status, sourceLocation: sourceLocation)
        let problem = try JSONValue(parsing: body)
        #expect(problem["code"]?.string == code, sourceLocation: sourceLocation)
        #expect(problem["status"]?.int == status, sourceLocation: sourceLocation)
        #expect(
            problem["type"]?.string == "urn:smug:problem:\(code)", sourceLocation: sourceLocation)
        #expect(problem["title"]?.string?.isEmpty == false, sourceLocation: sourceLocation)
        #expect(problem["detail"]?.string?.isEmpty == false, sourceLocation: sourceLocation)
        #expect(problem.object?.count == 6, sourceLocation: sourceLocation)
        #expect(
            all("content-type") == ["application/problem+json"], sourceLocation: sourceLocation)
        let ids = all("x-request-id")
        #expect(ids.count == 1, sourceLocation: sourceLocation)
        #expect(problem["requestId"]?.string == ids.first, sourceLocation: sourceLocation)
        // With 502 it is there where Lambda itself has said so.
        let saysWhen = fields["retry-after"] != nil
        let mayRetry = [429, 503].contains(status) || status == 502 && saysWhen
        #expect(saysWhen == mayRetry, sourceLocation: sourceLocation)
    }
}
