internal import CUV

/// Calls back on a loop when one of some files has changed, and once when it has begun to watch.
///
/// It stands whatever way a file is changed: written in place, replaced by a rename as editors do,
/// behind a link that is swapped as Kubernetes does, removed and made anew. The system tells of
/// changes in the files' directories; since it does not tell of all (a link's target elsewhere, a
/// file system of another machine), the files are looked at every ``interval`` too. A file system
/// that does not answer holds up this look alone, and neither the loop nor the end of the process.
/// Only for its loop's thread; it keeps itself alive until ``close()``.
package final class FileWatcher: @unchecked Sendable {
    /// How long the files must be at rest before a change is told.
    package static let quietTime = Duration.milliseconds(150)
    /// How often the files are looked at without an event.
    package static let interval = Duration.seconds(2)
    /// A directory in which much goes on is looked at so often at most.
    private static let pauseBetweenLooks = Duration.milliseconds(20)

    private let loop: EventLoop
    private let paths: [String]
    private let interval: Duration
    private let body: () -> Void
    /// `nil` before the first look.
    private var changes: FileChanges?
    private let directories: [WatchedDirectory]
    private var isLooking = false
    /// Whether something may have changed behind the look under way.
    private var isOutdated = false
    private var timer: (id: TimerID, at: MonotonicTime)?
    private var isClosed = false
    private var keptAlive: FileWatcher?

    /// - Parameter interval: how often to look without an event.
    package init(
        _ paths: [String], on loop: EventLoop, interval: Duration = FileWatcher.interval,
        _ body: @escaping () -> Void
    ) {
        self.loop = loop
        self.paths = paths
        self.interval = interval
        self.body = body
        directories = Set(paths.map(Self.directory)).sorted().map {
            WatchedDirectory($0, on: loop)
        }
        keptAlive = self
        look()
    }

    package func close() {
        guard !isClosed else { return }
        isClosed = true
        if let timer { loop.cancel(timer.id) }
        timer = nil
        for directory in directories { directory.close() }
        keptAlive = nil
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private func look(within delay: Duration) {
        guard !isClosed else { return }
        let time = EventLoop.now.advanced(by: delay)
        if let timer {
            if timer.at <= time { return }
            loop.cancel(timer.id)
        }
        timer = (loop.schedule(at: time) { [unowned self] in look() }, time)
    }

    /// What a look has found.
    private struct Found: Sendable {
        let files: [FileFingerprint?]
        let directories: [FileFingerprint.Identity?]
    }

    private func look() {
        timer = nil
        guard !isLooking else {
            isOutdated = true
            return
        }
        let (paths, folders) = (paths, directories.map(\.path))
        let isStarted: Void? = try? DetachedThread.start { [self] in
            let found = Found(
                files: paths.map(FileFingerprint.init),
                directories: folders.map { FileFingerprint(of: $0)?.identity })
            loop.execute { [self] in looked(found) }
        }
        isLooking = isStarted != nil
        if !isLooking { look(within: interval) }
    }

    private func looked(_ found: Found) {
        isLooking = false
        guard !isClosed else { return }
        // What has changed before its directory was watched, no event tells.
        var isOutdated = exchange(&self.isOutdated, with: false)
        for (directory, identity) in zip(directories, found.directories) {
            let isRenewed = directory.renew(identity) { [unowned self] in
                look(within: Self.pauseBetweenLooks)
            }
            isOutdated = isOutdated || isRenewed
        }
        let now = EventLoop.now
        let isFirst = changes == nil
        var changes = changes ?? FileChanges(found.files, quietTime: Self.quietTime)
        let hasChanged = changes.looked(found.files, at: now)
        self.changes = changes
        let pause = isOutdated ? Self.pauseBetweenLooks : interval
        look(within: changes.due.map { min(now.duration(to: $0), pause) } ?? pause)
        if hasChanged || isFirst { body() }
    }
}

/// The events of one directory, found again where it was replaced.
private final class WatchedDirectory {
    let path: String
    private let loop: EventLoop
    private var body: () -> Void = {}
    private var handle: LoopHandle?
    private var identity: FileFingerprint.Identity?

    init(_ path: String, on loop: EventLoop) {
        self.path = path
        self.loop = loop
    }

    /// Watches what stands under the path now; without a directory, or without one more watch in
    /// the system, it is left at being looked at.
    ///
    /// - Parameters:
    ///   - found: which directory that is, as of a moment ago: libuv asks the file system for it,
    ///     and would wait on the loop for one that does not answer.
    ///   - body: called for each event.
    /// - Returns: whether it is another one.
    func renew(_ found: FileFingerprint.Identity?, _ body: @escaping () -> Void) -> Bool {
        guard found != identity else { return false }
        close()
        guard found != nil else { return true }
        self.body = body
        let handle = LoopHandle(on: loop, type: UV_FS_EVENT)
        let pointer = unsafe handle.pointer(as: uv_fs_event_t.self)
        guard
            (try? handle.initialized(
                "uv_fs_event_init", unsafe uv_fs_event_init(loop.loop, pointer))) != nil
        else { return false }
        handle.setOwner(self)
        let status = unsafe uv_fs_event_start(
            pointer,
            { handle, _, _, _ in
                unsafe LoopHandle.owner(handle?.pointee.data, as: WatchedDirectory.self).body()
            }, path, 0)
        guard status >= 0 else {
            handle.close()
            return false
        }
        self.handle = handle
        identity = found
        return true
    }

    func close() {
        handle?.close()
        handle = nil
        identity = nil
    }
}
