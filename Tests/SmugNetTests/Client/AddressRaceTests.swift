import SmugLoop
import Testing

@testable import SmugNet

@Suite struct AddressRaceTests {
    private static func addresses(_ hosts: [String]) throws -> [SocketAddress] {
        try hosts.map { try #require(SocketAddress(host: $0, port: 1)) }
    }

    private static let refused = LoopError(.connectionRefused, call: "connect", message: "refused")

    @Test(arguments: [
        ([], []),
        (["1.1.1.1"], ["1.1.1.1"]),
        (["::1", "::2", "1.1.1.1", "2.2.2.2"], ["::1", "1.1.1.1", "::2", "2.2.2.2"]),
        (["1.1.1.1", "::1", "::2", "::3"], ["1.1.1.1", "::1", "::2", "::3"]),
        (["::1", "1.1.1.1", "2.2.2.2", "3.3.3.3"], ["::1", "1.1.1.1", "2.2.2.2", "3.3.3.3"]),
        (["1.1.1.1", "1.1.1.1", "2.2.2.2"], ["1.1.1.1", "2.2.2.2"]),
        (
            ["1.1.1.1", "2.2.2.2", "3.3.3.3", "4.4.4.4", "::1"],
            ["1.1.1.1", "::1", "2.2.2.2", "3.3.3.3"]
        ),
    ])
    func `families are tried in turn, each address once, up to a limit`(
        given: [String], order: [String]
    ) throws {
        var race = AddressRace(try Self.addresses(given), limit: 4)
        var begun: [String] = []
        while let next = race.begin() { begun.append(next.host) }
        #expect(begun == order)
    }

    @Test func `the next begins when the newest fails or is slow, and not for an older one`() throws
    {
        let hosts = try Self.addresses(["1.1.1.1", "2.2.2.2", "3.3.3.3", "4.4.4.4"])
        var race = AddressRace(hosts, limit: 9)
        #expect(race.begin() == hosts[0])
        #expect(race.isSlow(hosts[0]) == hosts[1])
        #expect(race.isSlow(hosts[0]) == nil)
        #expect(race.fail(hosts[0], Self.refused) == nil)
        #expect(race.fail(hosts[1], Self.refused) == hosts[2])
        #expect(race.isSlow(hosts[1]) == nil)
        #expect(race.running == [hosts[2]])
        #expect(race.left == 1)
        race.end()
        #expect(race.running.isEmpty && race.left == 0)
        #expect(race.failures.map(\.address) == Array(hosts.prefix(3)))
    }

    @Test func `those beside a winner that turns out useless are next`() throws {
        let hosts = try Self.addresses(["1.1.1.1", "2.2.2.2", "3.3.3.3"])
        var race = AddressRace(hosts, limit: 9)
        _ = race.begin()
        _ = race.isSlow(hosts[0])
        race.pause(for: hosts[1])
        #expect(race.running.isEmpty)
        race.reject(hosts[1], Self.refused)
        #expect(race.begin() == hosts[0])
        #expect(race.fail(hosts[0], Self.refused) == hosts[2])
        #expect(race.failures.map(\.address) == [hosts[1], hosts[0]])
    }
}
