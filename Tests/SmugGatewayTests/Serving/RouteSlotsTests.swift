import Testing

@testable import SmugGateway

private typealias Fixture = RouteFixture

/// Numbers of routes, over manifests that follow one another.
@Suite struct RouteSlotsTests {
    private static func manifest(_ paths: String..., top: [String] = []) throws -> Manifest {
        try ManifestFixture.parse(Fixture.manifest(paths, top: top))
    }

    @Test func `a route that is asked for again is the same, wherever it stands`() throws {
        var slots = RouteSlots(GatewayMetrics())
        let before = try slots.routes(
            of: try Self.manifest(Fixture.path("/a"), Fixture.path("/b")), serving: []
        ).all
        let after = try slots.routes(
            of: try Self.manifest(
                "# moved", Fixture.path("/c"), Fixture.path("/b"), Fixture.path("/a"),
                top: ["DrainTimeoutMs: 1"]), serving: before)
        #expect(after.all[1] === before[1])
        #expect(after.all[2] === before[0])
        #expect(after.new.map(\.definition.description) == ["GET /c"])
        #expect(after.all.map(\.index) == [2, 1, 0])
    }

    struct Change: Sendable {
        let name: String
        var path = Fixture.path("/a/{id}", wait: 5, size: 4)
        var top: [String] = []
    }

    @Test(arguments: [
        Change(name: "function", path: Fixture.path("/a/{id}", function: "b", wait: 5, size: 4)),
        Change(name: "window", path: Fixture.path("/a/{id}", wait: 6, size: 4)),
        Change(name: "size", path: Fixture.path("/a/{id}", wait: 5, size: 5)),
        Change(
            name: "own timeout",
            path: Fixture.path("/a/{id}", wait: 5, size: 4, more: "timeoutMs: 77")),
        Change(
            name: "key",
            path: Fixture.path("/a/{id}", wait: 5, size: 4, more: "key: [\"header:x\"]")),
        Change(name: "parameter's name", path: Fixture.path("/a/{name}", wait: 5, size: 4)),
        Change(name: "inherited timeout", top: ["DefaultTimeoutMs: 999"]),
        Change(name: "inherited depth", top: ["MaxQueueDepthPerKey: 9"]),
        Change(name: "payload", top: ["MaxInvokePayloadBytes: 4096"]),
        Change(name: "headers", top: ["ForwardHeaders: { Deny: [x-a] }"]),
    ])
    func `a route that serves in another way is another`(change: Change) throws {
        var slots = RouteSlots(GatewayMetrics())
        let before = try slots.routes(of: try Self.manifest(Change(name: "").path), serving: []).all
        let after = try slots.routes(
            of: try Self.manifest(change.path, top: change.top), serving: before)
        #expect(after.new.count == 1, "\(change.name)")
        #expect(after.all[0].index == 1)
    }

    @Test func `a number is given again when nobody holds its route, and not before`() throws {
        var slots = RouteSlots(GatewayMetrics())
        var serving = try slots.routes(of: try Self.manifest(Fixture.path("/a")), serving: []).all
        let held = serving[0]
        var numbers: Set<Int> = []
        for size in 2...100 {
            serving = try slots.routes(
                of: try Self.manifest(Fixture.path("/a", size: size)), serving: serving
            ).all
            numbers.insert(serving[0].index)
        }
        #expect(numbers == [1, 2])
        #expect(held.index == 0)
        #expect(slots.inUse.count == 2)
    }
}
