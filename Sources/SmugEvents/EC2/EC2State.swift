#if AllEvents
/// The state of an instance.
public struct EC2State: OpenEnum {
    public static let pending: Self = "pending"
    public static let running: Self = "running"
    public static let shuttingDown: Self = "shutting-down"
    public static let stopped: Self = "stopped"
    public static let stopping: Self = "stopping"
    public static let terminated: Self = "terminated"

    /// The name as AWS writes it.
    public let rawValue: String

    /// A name, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }
}
#endif
