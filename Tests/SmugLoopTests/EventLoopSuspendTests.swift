import SmugLoop
import TestSupport
import Testing

@Suite struct EventLoopSuspendTests {
    struct Failure: Error, Equatable {}

    /// What a test has of an operation that waits.
    private final class Operation: @unchecked Sendable {
        var resume: ((Result<Int, any Error>) -> Void)?
        var starts = 0
        var withdrawals = 0

        func run(on loop: EventLoop) async throws -> Int {
            try await loop.suspend { resume in
                self.starts += 1
                self.resume = resume
                return { self.withdrawals += 1 }
            }
        }
    }

    @Test func `the first result counts and later ones are ignored`() throws {
        try TestLoop.run { loop in
            let operation = Operation()
            let task = Task(executorPreference: loop) { try await operation.run(on: loop) }
            await loop.nextTurn()
            operation.resume?(.success(1))
            operation.resume?(.success(2))
            operation.resume?(.failure(Failure()))
            let value = try await task.value
            #expect(value == 1)
            task.cancel()
            await loop.nextTurn()
            #expect(operation.withdrawals == 0)
        }
    }

    @Test func `an operation may be done before it has begun to wait`() throws {
        try TestLoop.run { loop in
            let value: Int = try await loop.suspend { resume in
                resume(.success(7))
                return { Issue.record("nothing is left to withdraw") }
            }
            #expect(value == 7)
        }
    }

    @Test func `an operation that cannot begin fails`() throws {
        try TestLoop.run { loop in
            await #expect(throws: Failure()) {
                try await loop.suspend {
                    (_: @escaping (Result<Void, any Error>) -> Void) -> () -> Void in
                    throw Failure()
                }
            }
        }
    }

    @Test func `a task that is cancelled before does not begin`() throws {
        try TestLoop.run { loop in
            let operation = Operation()
            let task = Task(executorPreference: loop) { try await operation.run(on: loop) }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(operation.starts == 0)
        }
    }

    @Test func `a cancelled operation is withdrawn once and a later result is ignored`() throws {
        try TestLoop.run { loop in
            let operation = Operation()
            let task = Task(executorPreference: loop) { try await operation.run(on: loop) }
            await loop.nextTurn()
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(operation.withdrawals == 1)
            operation.resume?(.success(1))
        }
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `a cancellation from another thread and a result at the same time resume once`(
        seed: UInt64
    ) throws {
        try TestLoop.run(loops: 2) { group in
            let (home, other) = (group.loops[0], group.loops[1])
            var random = SplitMix64(seed: seed)
            for _ in 0..<200 {
                let operation = Operation()
                let task = Task(executorPreference: home) { try await operation.run(on: home) }
                if Bool.random(using: &random) { await home.nextTurn() }
                other.execute { task.cancel() }
                if Bool.random(using: &random) { await home.nextTurn() }
                operation.resume?(.success(1))
                switch await task.result {
                case .success(let value): #expect(value == 1)
                case .failure(let error): #expect(error is CancellationError)
                }
            }
        }
    }
}
