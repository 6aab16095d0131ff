/// Which environment of an ``EnvironmentPool`` is meant; it stays unique after that one is gone.
struct EnvironmentID: Hashable, Sendable {
    /// Below the pool's limit; taken again when the environment is gone.
    let slot: Int
    let serial: Int
}
