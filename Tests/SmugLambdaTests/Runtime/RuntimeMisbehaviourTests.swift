import TestSupport
import Testing

@testable import SmugLambda

/// A Runtime API that does what it must not: nothing may be lost by it, or answered twice.
@Suite struct RuntimeMisbehaviourTests {
    private static let patient = Backoff(
        first: .microseconds(50), longest: .microseconds(200), maxRetries: 100)

    private static func poll(
        _ random: inout SplitMix64, id: Int, _ events: inout [String: String]
    ) -> [RuntimeAPIStandIn.Poll] {
        var polls: [RuntimeAPIStandIn.Poll] = []
        switch Int.random(in: 0..<40, using: &random) {
        case 0: polls.append(.hangUp)
        case 1: polls.append(.breakOff)
        case 2: polls.append(.refusal(500, "out of order"))
        case 3: polls.append(.refusal(410, "gone"))
        case 4: polls.append(.withoutID)
        default: break
        }
        let size =
            switch Int.random(in: 0..<50, using: &random) {
            case 0: 0
            case 1: Int.random(in: 60_000..<400_000, using: &random)
            default: Int.random(in: 1..<4_000, using: &random)
            }
        let event = String(repeating: "\(id) ", count: size / 4)
        events["id-\(id)"] = event
        return polls + [.event(event, id: "id-\(id)")]
    }

    private static func reply(_ random: inout SplitMix64) -> RuntimeAPIStandIn.Reply {
        switch Int.random(in: 0..<30, using: &random) {
        case 0: .hangUp
        case 1: .refusal(500, "x")
        case 2: .refusal(413, "too large")
        default: .accept
        }
    }

    @Test(arguments: [(1, 1), (2, 1), (3, 4), (4, 4)])
    func `each of 1,000 events is answered once, with its own answer`(
        seed: UInt64, concurrency: Int
    ) throws {
        var random = SplitMix64(seed: seed)
        var events: [String: String] = [:]
        let polls = (0..<1_000).flatMap { Self.poll(&random, id: $0, &events) }
        let replies = (0..<1_000).map { _ in Self.reply(&random) }
        let standIn = RuntimeAPIStandIn(polls, replies: replies)
        standIn.expectedPosts = 1_000
        let played = try Played.run(
            standIn, environment: ["AWS_LAMBDA_MAX_CONCURRENCY": "\(concurrency)"],
            backoff: Self.patient
        ) { runtime, _ in
            try await runtime.serve(
                LambdaFunction { event, context in event + Array(context.requestID.utf8) })
        }
        #expect(played.status == 0)
        #expect(played.posts.count == 1_000)
        for post in played.posts {
            let id = post.path.split(separator: "/").dropLast().last.map(String.init) ?? ""
            let event = events.removeValue(forKey: id)
            #expect(event != nil, "\(id) was answered twice, or never asked for")
            let isOwn = post.body == (event ?? "") + id
            #expect(isOwn, "\(id): \(post.body.prefix(80))")
        }
        let lost = events.keys.sorted()
        #expect(lost == [])
    }
}
