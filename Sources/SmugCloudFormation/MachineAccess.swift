internal import SmugDNS
internal import SmugTLS

/// How the machine that a function runs on reaches others: whom it trusts, and whom it asks for
/// addresses.
///
/// Both are looked up when they are needed: what is not there at the function's start may be later.
struct MachineAccess: Sendable {
    let trust: @Sendable () throws -> TLSTrust
    let resolver: @Sendable () -> StubResolver

    /// By the machine's own files, or those that the variables name.
    static func ofThisMachine(environment: [String: String]) -> MachineAccess {
        MachineAccess(
            trust: { try TrustStore.trust(environment) }, resolver: { .ofThisMachine() })
    }
}
