import SmugHTTP
import SmugNet
import Testing

@testable import SmugLambda

@Suite struct InvocationTests {
    private static let function = FunctionIdentity(name: "", version: "", memoryMegabytes: 0)

    private func remaining(_ deadline: String?) throws -> Duration {
        var fields = HTTPFields([("lambda-runtime-aws-request-id", "a")])
        if let deadline { try fields.append("lambda-runtime-deadline-ms", deadline) }
        let now = ContinuousClock.now
        let invocation = Invocation(
            HTTPResponse(.ok, fields: fields), function: Self.function,
            log: .standardError, wallClock: 1_700_000_000_000, now: now)
        return now.duration(to: try #require(invocation).context.deadline)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let deadline: String?
        let remaining: Duration
    }

    @Test(arguments: [
        Case(
            testDescription: "in 3 s", deadline: "1700000003000", remaining: .seconds(3)),
        Case(testDescription: "passed", deadline: "1600000000000", remaining: .zero),
        Case(testDescription: "missing", deadline: nil, remaining: .seconds(900)),
        Case(testDescription: "no number", deadline: "soon", remaining: .seconds(900)),
        Case(
            testDescription: "far off", deadline: "9223372036854775807",
            remaining: .seconds(86_400)),
        Case(
            testDescription: "beyond every number", deadline: "-9223372036854775808",
            remaining: .seconds(900)),
    ])
    func `the deadline is moved onto the monotonic clock`(example: Case) throws {
        #expect(try remaining(example.deadline) == example.remaining)
    }
}
