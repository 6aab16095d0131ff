import SmugLoop
import TestSupport
import Testing

@testable import SmugDNS

@Suite struct StubResolverTests {
    private typealias Query = NameServer.Query

    private typealias Body = @Sendable (Query) -> [[UInt8]]

    /// Has a name resolved by one server that answers so, or two.
    private static func resolve(
        _ host: String = "www.example.com", timeout: Duration = .seconds(20), attempts: Int = 1,
        overTCP: Bool = false, hosts: String = "",
        _ body: @escaping Body, then second: Body? = nil,
        inspect: @escaping @Sendable ([Query]) -> Void = { _ in }
    ) throws -> Result<[String], LoopError> {
        try TestLoop.run { loop in
            let bodies = [body] + (second.map { [$0] } ?? [])
            let servers = try bodies.map { try NameServer(on: loop, $0) }
            defer { for server in servers { server.close() } }
            var configuration = ResolverConfiguration(servers: servers.map(\.address))
            configuration.timeout = timeout
            configuration.attempts = attempts
            configuration.usesTCP = overTCP
            let resolver = StubResolver(configuration, hosts: HostsFile(Array(hosts.utf8)))
            let result: Result<[String], LoopError>
            do {
                let found = try await resolver.addresses(of: host, port: 443, on: loop)
                result = .success(found.map(\.description))
            } catch let error as LoopError {
                result = .failure(error)
            }
            // The last question may still wait to be read.
            await loop.turns()
            inspect(servers[0].queries)
            return result
        }
    }

    /// One address of the kind that is asked for.
    private static func address(_ query: Query) -> [UInt8] {
        query.isForIPv6
            ? Query.address(0x20, 1, 0xD, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7)
            : Query.address(192, 0, 2, 7)
    }

    private static let both = ["192.0.2.7:443", "[2001:db8::7]:443"]

    @Test func `a name has the addresses of both kinds, those of IPv4 first`() throws {
        let found = try Self.resolve {
            [$0.answer(Self.address($0))]
        } inspect: { queries in
            #expect(Set(queries.map(\.name)) == ["www.example.com"])
            #expect(queries.map(\.isForIPv6).filter(\.self).count == 1)
            #expect(queries.allSatisfy { !$0.isOverTCP })
        }
        #expect(try found.get() == Self.both)
    }

    @Test func `numbers and names in hosts ask nobody`() throws {
        for (host, expected) in [("192.0.2.9", "192.0.2.9:443"), ("Known", "192.0.2.8:443")] {
            let found = try Self.resolve(host, hosts: "192.0.2.8 known") { _ in
                Issue.record("\(host) was asked for")
                return []
            }
            #expect(try found.get() == [expected])
        }
    }

    @Test func `an answer that is too long for UDP is asked for over TCP`() throws {
        let found = try Self.resolve {
            $0.isOverTCP ? [$0.answer(Self.address($0))] : [$0.answer(isCut: true)]
        }
        #expect(try found.get() == Self.both)
    }

    @Test func `TCP may be asked for at once`() throws {
        let found = try Self.resolve(overTCP: true) {
            [$0.answer(Self.address($0))]
        } inspect: { queries in
            #expect(!queries.contains { !$0.isOverTCP })
        }
        #expect(try found.get() == Self.both)
    }

    @Test func `what comes before the answer and is none is passed over`() throws {
        let found = try Self.resolve { query in
            var guess = query.answer(Query.address(198, 51, 100, 1))
            guess[0] ^= 1
            return [guess, [], [1, 2, 3], query.answer(Self.address(query))]
        }
        #expect(try found.get() == Self.both)
    }

    @Test func `a server that refuses gives way to the next`() throws {
        let found = try Self.resolve {
            [$0.answer(code: 2)]
        } then: {
            [$0.answer(Self.address($0))]
        }
        #expect(try found.get() == Self.both)
    }

    @Test func `a server that is not there, or says nothing, gives way to the next`() throws {
        let found = try TestLoop.run { loop in
            let gone = try NameServer(on: loop) { _ in [] }
            gone.close()
            let silent = try NameServer(on: loop) { _ in [] }
            let server = try NameServer(on: loop) { [$0.answer(Self.address($0))] }
            defer {
                silent.close()
                server.close()
            }
            var configuration = ResolverConfiguration(
                servers: [gone.address, silent.address, server.address])
            configuration.timeout = .milliseconds(500)
            let found = try await StubResolver(configuration).addresses(
                of: "a.test", port: 443, on: loop)
            #expect(silent.queries.count >= 1)
            return found.map(\.description)
        }
        // The other kind's servers had no more time than this one's answer took.
        #expect(found.contains(Self.both[0]) || found.contains(Self.both[1]))
    }

    @Test func `a silent server is asked again`() throws {
        let found = try Self.resolve(timeout: .milliseconds(20), attempts: 3) { query in
            []
        } inspect: { queries in
            #expect(queries.count == 6)
            // Each has an id of its own: a guess for one is none for the next.
            #expect(Set(queries.map { Array($0.message[..<2]) }).count > 1)
        }
        let error = #expect(throws: LoopError.self) { try found.get() }
        #expect(error?.code == .hostUnknown)
        #expect(error?.message.contains("no answer in 0.02 seconds") == true)
    }

    @Test func `a name that does not exist is asked for once`() throws {
        let found = try Self.resolve(attempts: 3) {
            [$0.answer(code: 3)]
        } inspect: { queries in
            #expect(queries.count == 2)
        }
        let error = #expect(throws: LoopError.self) { try found.get() }
        #expect(error?.message == "www.example.com does not exist")
    }

    @Test func `a name without addresses says so`() throws {
        let found = try Self.resolve { [$0.answer()] }
        let error = #expect(throws: LoopError.self) { try found.get() }
        #expect(error?.message == "www.example.com has no address")
    }

    @Test func `what is no name is told`() throws {
        let found = try Self.resolve("a..b") { [$0.answer(Self.address($0))] }
        let error = #expect(throws: LoopError.self) { try found.get() }
        #expect(error?.message == "a..b is no host's name")
    }

    @Test func `an alias without its address is asked for in turn`() throws {
        let found = try Self.resolve("first") {
            [$0.name == "first" ? $0.answer(Query.alias("second")) : $0.answer(Self.address($0))]
        }
        #expect(try found.get() == Self.both)
    }

    @Test func `aliases without end are given up`() throws {
        let found = try Self.resolve("a") { query in
            [query.answer(Query.alias(query.name == "a" ? "b" : "a"))]
        } inspect: { queries in
            #expect(queries.count == 2 * (1 + DNSAnswer.maxAliases))
        }
        let error = #expect(throws: LoopError.self) { try found.get() }
        #expect(error?.message == "a stands for more than 16 other names in turn")
    }

    @Test func `a server that answers for one kind alone does not hold up the other`() throws {
        let found = try Self.resolve { $0.isForIPv6 ? [] : [$0.answer(Self.address($0))] }
        #expect(try found.get() == [Self.both[0]])
    }

    @Test func `one kind is enough`() throws {
        let found = try Self.resolve {
            [$0.isForIPv6 ? $0.answer(Self.address($0)) : $0.answer()]
        }
        #expect(try found.get() == [Self.both[1]])
    }

    @Test func `cancellation closes what is under way`() throws {
        try TestLoop.run { loop in
            let silent = try NameServer(on: loop) { _ in [] }
            defer { silent.close() }
            let resolver = StubResolver(ResolverConfiguration(servers: [silent.address]))
            let lookup = Task(executorPreference: loop) {
                try await resolver.addresses(of: "a.test", port: 1, on: loop)
            }
            while silent.queries.isEmpty { await loop.nextTurn() }
            lookup.cancel()
            await #expect(throws: CancellationError.self) { try await lookup.value }
        }
    }
}
