import SmugLoop
import Synchronization
import Testing

@testable import SmugAWS

@Suite struct CredentialsSourceTests {
    /// Counts how often it is asked, and answers when it is told to.
    private final class Slow: CredentialsProvider {
        let asked = Atomic<Int>(0)
        private let loop: EventLoop
        private let answer: Result<Credentials, CredentialsError>

        init(on loop: EventLoop, _ answer: Result<Credentials, CredentialsError>) {
            self.loop = loop
            self.answer = answer
        }

        func credentials() async throws(CredentialsError) -> CredentialsAnswer {
            asked.add(1, ordering: .relaxed)
            try? await loop.sleep(for: .milliseconds(20))
            return .found(try answer.get())
        }
    }

    private static let good = Credentials(accessKeyID: "k", secretAccessKey: "s")

    private static func source(
        on loop: EventLoop, _ answer: Result<Credentials, CredentialsError>
    ) -> (CredentialsSource, Slow) {
        let provider = Slow(on: loop, answer)
        return (CredentialsSource(CredentialsChain([provider]), on: loop), provider)
    }

    @Test func `Any number of callers on any loop wait for one refresh`() throws {
        try EventLoopGroup.run(count: 3) { group in
            let (source, provider) = Self.source(on: group.loops[0], .success(Self.good))
            let found = await withTaskGroup(of: Credentials?.self) { tasks in
                for number in 0..<300 {
                    tasks.addTask(executorPreference: group.loops[number % 3]) {
                        try? await source.current()
                    }
                }
                return await tasks.reduce(into: []) { $0.append($1) }
            }
            #expect(found.count == 300 && found.allSatisfy { $0 == Self.good })
            #expect(provider.asked.load(ordering: .relaxed) == 1)
            await source.close()
        }
    }

    @Test func `All who wait get the error, and none asks again at once`() throws {
        try EventLoop.run { loop in
            let error = CredentialsError(.failed, "no answer")
            let (source, provider) = Self.source(on: loop, .failure(error))
            await withTaskGroup(of: Void.self) { tasks in
                for _ in 0..<50 {
                    tasks.addTask(executorPreference: loop) {
                        await #expect(throws: error) { try await source.current() }
                    }
                }
            }
            await #expect(throws: error) { try await source.current() }
            #expect(provider.asked.load(ordering: .relaxed) == 1)
            await source.close()
        }
    }

    @Test func `A caller that is cancelled leaves alone`() throws {
        try EventLoop.run { loop in
            let (source, _) = Self.source(on: loop, .success(Self.good))
            let leaving = Task(executorPreference: loop) { try await source.current() }
            let staying = Task(executorPreference: loop) { try await source.current() }
            try await loop.sleep(for: .milliseconds(1))
            leaving.cancel()
            await #expect(throws: CredentialsError.self) { try await leaving.value }
            #expect(try await staying.value == Self.good)
            await source.close()
        }
    }

    @Test func `Closing answers all who wait, and all who come`() throws {
        try EventLoop.run { loop in
            let (source, _) = Self.source(on: loop, .success(Self.good))
            let waiting = Task(executorPreference: loop) { try await source.current() }
            try await loop.sleep(for: .milliseconds(1))
            await source.close()
            await #expect(throws: CredentialsError.self) { try await waiting.value }
            await #expect(throws: CredentialsError.self) { try await source.current() }
        }
    }
}
