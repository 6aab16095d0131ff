import SmugLoop
import Synchronization
import TestSupport
import Testing

@testable import SmugAWS

@Suite struct CredentialsSourceTests {
    /// Counts how often it is asked, and answers when it is told to.
    private final class Slow: CredentialsProvider {
        let asked = Atomic<Int>(0)
        private let mayAnswer = Atomic(false)
        private let loop: EventLoop
        private let answer: Result<Credentials, CredentialsError>

        init(on loop: EventLoop, _ answer: Result<Credentials, CredentialsError>) {
            self.loop = loop
            self.answer = answer
        }

        func credentials() async throws(CredentialsError) -> CredentialsAnswer {
            asked.add(1, ordering: .relaxed)
            while !mayAnswer.load(ordering: .relaxed), !Task.isCancelled { await loop.nextTurn() }
            return .found(try answer.get())
        }

        func answers() { mayAnswer.store(true, ordering: .relaxed) }
    }

    private static let good = Credentials(accessKeyID: "k", secretAccessKey: "s")

    private static func source(
        on loop: EventLoop, _ answer: Result<Credentials, CredentialsError>
    ) -> (CredentialsSource, Slow) {
        let provider = Slow(on: loop, answer)
        return (CredentialsSource(CredentialsChain([provider]), on: loop), provider)
    }

    @Test func `Any number of callers on any loop wait for one refresh`() throws {
        try TestLoop.run(loops: 3) { group in
            let (source, provider) = Self.source(on: group.loops[0], .success(Self.good))
            let begun = Shared(0)
            let found = await withTaskGroup(of: Credentials?.self) { tasks in
                for number in 0..<300 {
                    tasks.addTask(executorPreference: group.loops[number % 3]) {
                        begun.change { $0 += 1 }
                        if begun.value == 300 { provider.answers() }
                        return try? await source.current()
                    }
                }
                return await tasks.reduce(into: []) { $0.append($1) }
            }
            #expect(found.count == 300 && found.allSatisfy { $0 == Self.good })
            #expect(provider.asked.load(ordering: .relaxed) == 1)
            await source.close()
        }
    }

    @Test func `All who wait get the error, and none of them asks again`() throws {
        try TestLoop.run { loop in
            let error = CredentialsError(.failed, "no answer")
            let (source, provider) = Self.source(on: loop, .failure(error))
            await withTaskGroup(of: Void.self) { tasks in
                for _ in 0..<50 {
                    tasks.addTask(executorPreference: loop) {
                        await #expect(throws: error) { try await source.current() }
                    }
                }
                tasks.addTask(executorPreference: loop) { provider.answers() }
            }
            #expect(provider.asked.load(ordering: .relaxed) == 1)
            await source.close()
        }
    }

    @Test func `A caller that is cancelled leaves alone`() throws {
        try TestLoop.run { loop in
            let (source, provider) = Self.source(on: loop, .success(Self.good))
            let leaving = Task(executorPreference: loop) { try await source.current() }
            let staying = Task(executorPreference: loop) { try await source.current() }
            await loop.nextTurn()
            leaving.cancel()
            await #expect(throws: CredentialsError.self) { try await leaving.value }
            provider.answers()
            let found = try await staying.value
            #expect(found == Self.good)
            await source.close()
        }
    }

    @Test func `Closing answers all who wait, and all who come`() throws {
        try TestLoop.run { loop in
            let (source, _) = Self.source(on: loop, .success(Self.good))
            let waiting = Task(executorPreference: loop) { try await source.current() }
            await loop.nextTurn()
            await source.close()
            await #expect(throws: CredentialsError.self) { try await waiting.value }
            await #expect(throws: CredentialsError.self) { try await source.current() }
        }
    }
}
