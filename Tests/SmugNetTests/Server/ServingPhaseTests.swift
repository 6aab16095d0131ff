import SmugLoop
import Testing

@testable import SmugNet

@Suite struct ServingPhaseTests {
    private static let deadline = MonotonicTime(nanoseconds: 100)

    struct Rule: CustomTestStringConvertible, Sendable {
        let name: String
        let phase: ServingPhase.Phase
        let hasBegun: Bool
        let verdict: ServingPhase.Verdict

        var testDescription: String { name }
    }

    @Test(arguments: [
        Rule(name: "idle", phase: .idle, hasBegun: false, verdict: .close),
        Rule(name: "no byte of a head", phase: .readingHead, hasBegun: false, verdict: .close),
        Rule(name: "half a head", phase: .readingHead, hasBegun: true, verdict: .fail(.head)),
        Rule(name: "half a body", phase: .readingBody, hasBegun: true, verdict: .fail(.body)),
        Rule(name: "an answer nobody takes", phase: .writing, hasBegun: false, verdict: .abort),
        Rule(name: "a client that stays", phase: .lingering, hasBegun: false, verdict: .close),
        Rule(name: "a handler at work", phase: .handling, hasBegun: true, verdict: .wait),
    ])
    func `what a deadline means is its phase's to say`(rule: Rule) {
        var serving = ServingPhase()
        let needsTimer = serving.enter(rule.phase, until: Self.deadline)
        #expect(needsTimer)
        let before = MonotonicTime(nanoseconds: 99)
        #expect(serving.timerFired(at: before, hasBegun: rule.hasBegun, unsent: 0) == .wait)
        #expect(
            serving.timerFired(at: Self.deadline, hasBegun: rule.hasBegun, unsent: 0)
                == rule.verdict)
    }

    @Test(arguments: [
        (left: 1_000_000, verdict: ServingPhase.Verdict.abort),
        (left: 1_000_001 - HTTPServerSettings.writeProgressBytes, verdict: .abort),
        (left: 1_000_000 - HTTPServerSettings.writeProgressBytes, verdict: .writeOn),
        (left: 1, verdict: .writeOn),
    ])
    func `a client that takes enough of its answer gets more time for the rest`(
        _ row: (left: Int, verdict: ServingPhase.Verdict)
    ) {
        var serving = ServingPhase()
        _ = serving.enter(.writing, until: Self.deadline, unsent: 1_000_000)
        #expect(
            serving.timerFired(at: Self.deadline, hasBegun: false, unsent: row.left)
                == row.verdict)
    }

    @Test func `a phase without an end needs no timer`() {
        var serving = ServingPhase()
        let needsTimer = serving.enter(.handling, until: .distantFuture)
        #expect(!needsTimer)
        #expect(serving.phase == .handling)
    }

    @Test func `there is no way out of closed`() {
        var serving = ServingPhase()
        serving.close()
        let needsTimer = serving.enter(.idle, until: Self.deadline)
        #expect(!needsTimer)
        #expect(serving.phase == .closed)
        #expect(serving.timerFired(at: .distantFuture, hasBegun: true, unsent: 0) == .wait)
    }
}
