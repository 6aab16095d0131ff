/// What a function does around a snapshot of its process.
struct SnapshotHooks: Sendable {
    typealias Hook = @Sendable () async throws -> Void

    var before: [Hook] = []
    var after: [Hook] = []

    /// The last that was handed in is called first: what was set up last is taken down first.
    func beforeSnapshot() async throws {
        for hook in before.reversed() { try await hook() }
    }

    func afterRestore() async throws {
        for hook in after { try await hook() }
    }
}
