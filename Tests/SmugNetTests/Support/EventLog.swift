import SmugLoop
import Synchronization

/// What happens on any loop, in order, for a test that waits for it.
final class EventLog: Sendable {
    private struct State {
        var events: [String] = []
        var checks: [Int: @Sendable () -> Void] = [:]
        var nextCheck = 0
    }

    private let state = Mutex(State())

    var events: [String] { state.withLock { $0.events } }

    func count(of event: String) -> Int { events.count { $0 == event } }

    func record(_ event: String) {
        let checks = state.withLock { state in
            state.events.append(event)
            return Array(state.checks.values)
        }
        for check in checks { check() }
    }

    /// Waits on a loop until an event has happened so many times.
    func wait(for event: String, times: Int = 1, on loop: EventLoop) async throws {
        try await loop.suspend { resume in
            let waiter = Waiter(resume: resume)
            let check: @Sendable () -> Void = { [self] in
                guard count(of: event) >= times else { return }
                forget(waiter.number)
                waiter.resume(.success(()))
            }
            let number = state.withLock { state in
                state.nextCheck += 1
                state.checks[state.nextCheck] = { loop.execute(check) }
                return state.nextCheck
            }
            waiter.number = number
            check()
            return { self.forget(number) }
        }
    }

    private func forget(_ number: Int) {
        state.withLock { $0.checks[number] = nil }
    }
}

/// Goes from thread to thread and is used on one.
private final class Waiter: @unchecked Sendable {
    var number = 0
    let resume: (Result<Void, any Error>) -> Void

    init(resume: @escaping (Result<Void, any Error>) -> Void) { self.resume = resume }
}
