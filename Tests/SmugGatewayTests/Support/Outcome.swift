import SmugHTTP
import SmugLoop
import SmugProtocol

@testable import SmugGateway

/// An answer, to be compared.
enum Outcome: Hashable, CustomStringConvertible {
    case response(status: Int, body: String)
    case fault(GatewayFault)

    init(_ answer: Answer) {
        switch answer {
        case .response(let answer, _):
            self = .response(
                status: answer.status.code, body: String(decoding: answer.body, as: UTF8.self))
        case .stream(let head, _, _): self = .response(status: head.status.code, body: "…")
        case .failure(let fault, _): self = .fault(fault)
        }
    }

    /// A good answer that names its request, which is how a test knows whose it is.
    static func own(_ number: UInt64) -> Outcome { .response(status: 200, body: "r-\(number)") }

    var description: String {
        switch self {
        case .response(let status, let body): "\(status) \(body)"
        case .fault(let fault): "\(fault)"
        }
    }
}

extension Answer {
    /// A good answer that names its request.
    static func naming(_ request: PendingRequest) -> Answer {
        .response(
            FunctionAnswer(status: .ok, fields: HTTPFields(), body: request.id),
            BatchFacts(size: 1, waitedNanoseconds: 0, invokedNanoseconds: 0))
    }
}

extension PendingRequest {
    convenience init(number: UInt64, event: String = "{}") {
        self.init(
            identity: number, id: Array("r-\(number)".utf8), route: RouteFixture.any,
            event: Array(event.utf8),
            arrival: EventLoop.now)
    }

    /// The answer that it has been given, or `nil` where there is none yet.
    var outcome: Outcome? {
        get async {
            guard isAnswered else { return nil }
            return Outcome(
                await unsafe withUnsafeContinuation { continuation in
                    wait(AnswerWaiter(receiver: unsafe AnswerContinuation(continuation) {}))
                })
        }
    }
}
