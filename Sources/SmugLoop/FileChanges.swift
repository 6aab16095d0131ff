/// Decides when some files have changed and are at rest again.
///
/// Who writes a file changes it several times within moments, and who replaces two files replaces
/// one of them first: a change is told once nothing has changed any more for a while.
struct FileChanges {
    /// What the owner was told of last.
    private var told: [FileFingerprint?]
    private var seen: [FileFingerprint?]
    /// When ``seen`` will be told, unless it changes before.
    private(set) var due: MonotonicTime?
    private let quietTime: Duration

    init(_ files: [FileFingerprint?], quietTime: Duration) {
        told = files
        seen = files
        self.quietTime = quietTime
    }

    /// Takes how the files look now.
    ///
    /// - Returns: whether to tell of a change.
    mutating func looked(_ files: [FileFingerprint?], at now: MonotonicTime) -> Bool {
        if files != seen {
            seen = files
            due = now.advanced(by: quietTime)
        }
        guard let due, due <= now else { return false }
        self.due = nil
        // What was changed and changed back is no change.
        guard seen != told else { return false }
        told = seen
        return true
    }
}
