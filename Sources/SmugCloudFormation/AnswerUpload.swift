internal import SmugDNS
internal import SmugEvents
internal import SmugHTTP
internal import SmugLambda
internal import SmugLoop
internal import SmugNet
internal import SmugTLS

/// Sends an answer to the address that CloudFormation has signed for it, over https.
struct AnswerUpload: Sendable {
    /// For one attempt, from the name to the end of S3's response.
    static let attemptTimeout = Duration.seconds(10)
    private static let maxResponseBytes = 64 * 1024
    private static let defaultPort: UInt16 = 443

    private let host: HostConnector
    private let tls: TLSClient
    private let deadline: MonotonicTime
    private let loop: EventLoop

    /// - Parameters:
    ///   - authority: a host, with a port where it is not 443.
    ///   - deadline: the end of all attempts.
    init(
        to authority: String, over machine: MachineAccess, until deadline: MonotonicTime,
        on loop: EventLoop
    ) throws {
        guard let (host, port) = HostValue.split(authority[...], defaultPort: Self.defaultPort)
        else {
            throw CustomResourceError("\(authority) of the ResponseURL is no host")
        }
        let resolver = machine.resolver()
        self.host = HostConnector(to: host, port: port, on: loop) {
            try await resolver.addresses(of: $0, port: $1, on: $2)
        }
        let isAddress = SocketAddress(host: host, port: port) != nil
        tls = try TLSClient(to: host, isAddress: isAddress, trusting: machine.trust())
        self.deadline = deadline
        self.loop = loop
    }

    /// Sends it, again where the way breaks or S3 cannot take it just now.
    ///
    /// - Returns: the status, which is 2xx.
    func send(_ upload: CloudFormationUpload, log: LambdaLog) async throws -> Int {
        var retries = UploadRetries()
        var random = SystemRandomNumberGenerator()
        while true {
            do {
                return try await attempt(upload)
            } catch {
                let left = EventLoop.now.duration(to: deadline)
                guard Self.isPassing(error),
                    let pause = retries.pauseAfterFailure(left: left, using: &random)
                else { throw error }
                log.warn("the answer is sent again", ["errorMessage": .string("\(error)")])
                try await loop.sleep(for: pause)
            }
        }
    }

    private static func isPassing(_ error: any Error) -> Bool {
        switch error {
        case is CancellationError: false
        case let refusal as AnswerRefusal: refusal.isPassing
        // Who is not trusted now will not be in a second.
        case let error as HostConnectError: !error.isUntrusted
        default: true
        }
    }

    private func attempt(_ upload: CloudFormationUpload) async throws -> Int {
        let limit = min(deadline, EventLoop.now.advanced(by: Self.attemptTimeout))
        let connection = HTTPClientConnection(
            over: try await host.connect(over: tls, until: limit), host: upload.host,
            maxResponseBytes: Self.maxResponseBytes)
        defer { connection.close() }
        do {
            return try await loop.run(until: limit) { try await put(upload, over: connection) }
        } catch let error as LoopError where error.isOfDeadline {
            throw LoopError(
                .timedOut, call: "put", message: "no answer from \(host.authority) in time")
        }
    }

    private func put(
        _ upload: CloudFormationUpload, over connection: HTTPClientConnection
    ) async throws -> Int {
        var head = "PUT \(upload.target) HTTP/1.1\r\nhost: \(upload.host)\r\n"
        for (name, value) in upload.headers { head += "\(name): \(value)\r\n" }
        head += "connection: close\r\n\r\n"
        let response: HTTPResponse
        do {
            response = try await connection.send(.put, head: Array(head.utf8), body: upload.body)
        } catch let error as HTTPClientError {
            throw CustomResourceError("\(host.authority) \(error.predicate)")
        }
        let status = Int(response.status.code)
        guard (200..<300).contains(status) else {
            throw AnswerRefusal(status: status, body: response.body)
        }
        return status
    }
}

extension HTTPClientError {
    /// What a server did that gave no answer.
    fileprivate var predicate: String {
        switch self {
        case .connectionClosed: "closed the connection before its answer was whole"
        case .connectionFailed(let error): "broke the connection: \(error.message)"
        case .malformed: "does not speak HTTP"
        case .responseTooLarge(let limit): "answers with more than \(limit) bytes"
        }
    }
}
