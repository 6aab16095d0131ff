import Testing

@testable import SmugLocal

@Suite struct RuntimeStateTests {
    enum Call: Sendable {
        case poll
        case deliver(String)
        case respond(String)
        case fail(String)
        case failInit

        func happen(to state: inout RuntimeState) -> RuntimeState.Refusal? {
            do throws(RuntimeState.Refusal) {
                switch self {
                case .poll: try state.polled()
                case .deliver(let id): state.delivered(Array(id.utf8))
                case .respond(let id): try state.answered(Array(id.utf8)[...], isError: false)
                case .fail(let id): try state.answered(Array(id.utf8)[...], isError: true)
                case .failInit: try state.initFailed()
                }
                return nil
            } catch {
                return error
            }
        }
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let calls: [Call]
        /// Of the last call.
        let refusal: RuntimeState.Refusal?

        init(_ name: String, _ calls: [Call], _ refusal: RuntimeState.Refusal?) {
            testDescription = name
            self.calls = calls
            self.refusal = refusal
        }
    }

    @Test(arguments: [
        Case("an invocation", [.poll, .deliver("a"), .respond("a")], nil),
        Case("an error", [.poll, .deliver("a"), .fail("a")], nil),
        Case("the next one", [.poll, .deliver("a"), .respond("a"), .poll], nil),
        Case("a call for work twice", [.poll, .poll], nil),
        Case("a failed start", [.failInit], nil),
        Case("another's id", [.poll, .deliver("a"), .respond("b")], .wrongID),
        Case("an id before any work", [.respond("a")], .wrongID),
        Case("an empty id before any work", [.respond("")], .wrongID),
        Case(
            "the id of the one before",
            [.poll, .deliver("a"), .respond("a"), .poll, .deliver("b"), .respond("a")], .wrongID),
        Case(
            "a second answer", [.poll, .deliver("a"), .respond("a"), .respond("a")],
            .transition(from: .responseSent, to: "InvocationResponse")),
        Case(
            "an error after the answer", [.poll, .deliver("a"), .respond("a"), .fail("a")],
            .transition(from: .responseSent, to: "InvocationErrorResponse")),
        Case(
            "an answer after the next call",
            [.poll, .deliver("a"), .respond("a"), .poll, .respond("a")],
            .transition(from: .ready, to: "InvocationResponse")),
        Case(
            "a call for work before the answer", [.poll, .deliver("a"), .poll],
            .transition(from: .running, to: "Ready")),
        Case(
            "a failed start after the first call", [.poll, .failInit],
            .transition(from: .ready, to: "InitError")),
        Case(
            "work after a failed start", [.failInit, .poll],
            .transition(from: .initError, to: "Ready")),
    ])
    func `a call is accepted in its place only`(case: Case) {
        var state = RuntimeState()
        for call in `case`.calls.dropLast() { #expect(call.happen(to: &state) == nil) }
        #expect(`case`.calls.last?.happen(to: &state) == `case`.refusal)
    }
}
