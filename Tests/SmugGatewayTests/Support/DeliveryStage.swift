import SmugAWS
import SmugJSON
import SmugLoop

@testable import SmugGateway

/// A batch of requests `r-1`, `r-2`, … and what became of them.
struct DeliveryStage {
    let route: Route
    let requests: [PendingRequest]
    let recorder = LogRecorder()

    init(_ count: Int = 3, function: String = "hello") throws {
        route = try RouteFixture.route(function: function)
        requests = (1...UInt64(count)).map { PendingRequest(number: $0) }
    }

    private var delivery: Delivery {
        let now = EventLoop.now
        return Delivery(
            batch: Batch(key: BatchKey(route: 0), items: requests, began: now), route: route,
            began: now, endedAt: now, log: recorder.log())
    }

    /// What each request has after this answer of the function; `nil` would be a lost request.
    func outcomes(of answer: String) async -> [Outcome?] {
        delivery.deliver(Array(answer.utf8))
        return await outcomes
    }

    func outcomes(of code: LambdaError.Code, message: String = "") async -> [Outcome?] {
        delivery.fail(LambdaError(code, message: message, requestID: "aws-1"))
        return await outcomes
    }

    private var outcomes: [Outcome?] {
        get async {
            var outcomes: [Outcome?] = []
            for request in requests { outcomes.append(await request.outcome) }
            return outcomes
        }
    }

    /// A whole answer of these records.
    static func records(_ records: String...) -> String {
        #"{"v":1,"responses":[\#(records.joined(separator: ","))]}"#
    }

    /// A record that is right.
    static func good(_ number: Int) -> String {
        #"{"id":"r-\#(number)","statusCode":200,"body":"r-\#(number)"}"#
    }
}
