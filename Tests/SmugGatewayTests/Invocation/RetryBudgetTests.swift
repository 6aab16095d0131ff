import SmugLoop
import Testing

@testable import SmugGateway

@Suite struct RetryBudgetTests {
    private func taken(_ budget: inout RetryBudget, at now: Int, tries: Int = 1000) -> Int {
        (0..<tries).count { _ in budget.take(at: .at(now)) }
    }

    @Test func `a gateway begins with the reserve, and time fills that up and no more`() {
        var budget = RetryBudget(percent: 0, at: .at(0))
        #expect(taken(&budget, at: 0) == 10)
        #expect(taken(&budget, at: 999) == 0)
        #expect(taken(&budget, at: 3000) == 3)
        #expect(taken(&budget, at: 1_000_000) == 10)
    }

    @Test func `invocations earn their share, up to a hundred`() {
        var budget = RetryBudget(percent: 20, at: .at(0))
        #expect(taken(&budget, at: 0) == 10)
        for _ in 0..<26 { budget.invoked() }
        #expect(taken(&budget, at: 0) == 5)
        for _ in 0..<10_000 { budget.invoked() }
        #expect(taken(&budget, at: 0) == 100)
    }

    @Test func `a clock that stands still or goes back earns nothing`() {
        var budget = RetryBudget(percent: 0, at: .at(5000))
        #expect(taken(&budget, at: 5000) == 10)
        #expect(taken(&budget, at: 0) == 0)
        #expect(taken(&budget, at: 5000) == 0)
    }
}
