/// What has come of one attempt to export spans.
package enum ExportAnswer: Hashable, Sendable {
    case taken(ExportResponse)
    /// A status that is no success; seconds to wait, where the collector says so.
    case refused(status: Int, retryAfter: Int?)
    /// No answer, and why.
    case unreachable(String)
}
