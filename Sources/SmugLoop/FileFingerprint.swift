internal import CUV
internal import Glibc

/// What tells one state of a file from another without reading it.
///
/// Another file under the same name has another number, and a file that is written in place another
/// time; links are followed, so that one that points elsewhere counts as a change.
package struct FileFingerprint: Hashable, Sendable {
    /// Which file it is, whatever is in it.
    struct Identity: Hashable, Sendable {
        let device: UInt64
        let number: UInt64
    }

    let identity: Identity
    private let size: Int64
    private let modified: Int64
    private let changed: Int64

    /// `nil` where there is no such file, or none that may be looked at.
    package init?(of path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        identity = Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
        size = Int64(status.st_size)
        modified = Self.nanoseconds(status.st_mtim)
        changed = Self.nanoseconds(status.st_ctim)
    }

    /// For a test: files that differ in `number`.
    init(number: UInt64) {
        identity = Identity(device: 0, number: number)
        (size, modified, changed) = (0, 0, 0)
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
