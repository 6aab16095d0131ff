/// A part of the program whose lines have a level of their own where somebody wants that.
package enum LogModule: String, CaseIterable, Sendable {
    /// Starting, listening, stopping, and whatever has no module of its own.
    case gateway
    /// A line for each request.
    case requests
    /// Batches on their way to functions and back.
    case invocations
    /// The manifest, and what takes it over.
    case manifest
    case credentials
    /// Traces on their way to their collector.
    case traces
    /// Functions on this machine.
    case local
}
