internal import CUV

/// Calls back on a loop when one of some files has changed.
///
/// It stands whatever way a file is changed: written in place, replaced by a rename as editors do,
/// behind a link that is swapped as Kubernetes does, removed and made anew. The system tells of
/// changes in the files' directories; since it does not tell of all (a link's target elsewhere, a
/// file system of another machine), the files are looked at every ``interval`` too. Only for its
/// loop's thread; it keeps itself alive until ``close()``.
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
    private var changes: FileChanges
    private var directories: [WatchedDirectory] = []
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
        changes = FileChanges(paths.map(FileFingerprint.init), quietTime: Self.quietTime)
        for path in Set(paths.map(Self.directory)).sorted() {
            directories.append(
                WatchedDirectory(path, on: loop) { [unowned self] in
                    look(within: Self.pauseBetweenLooks)
                })
        }
        keptAlive = self
        look(within: interval)
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

    private func look() {
        timer = nil
        for directory in directories { directory.renew() }
        let now = EventLoop.now
        let hasChanged = changes.looked(paths.map(FileFingerprint.init), at: now)
        look(within: changes.due.map { min(now.duration(to: $0), interval) } ?? interval)
        if hasChanged { body() }
    }
}

/// The events of one directory, found again where it was replaced.
private final class WatchedDirectory {
    private let path: String
    private let loop: EventLoop
    private let body: () -> Void
    private var handle: LoopHandle?
    private var identity: FileFingerprint.Identity?

    init(_ path: String, on loop: EventLoop, _ body: @escaping () -> Void) {
        self.path = path
        self.loop = loop
        self.body = body
        renew()
    }

    /// Watches what stands under the path now; without a directory, or without one more watch in
    /// the system, it is left at being looked at.
    func renew() {
        let found = FileFingerprint(of: path)?.identity
        guard found != identity else { return }
        close()
        guard found != nil else { return }
        let handle = LoopHandle(on: loop, type: UV_FS_EVENT)
        let pointer = unsafe handle.pointer(as: uv_fs_event_t.self)
        guard
            (try? handle.initialized(
                "uv_fs_event_init", unsafe uv_fs_event_init(loop.loop, pointer))) != nil
        else { return }
        handle.setOwner(self)
        let status = unsafe uv_fs_event_start(
            pointer,
            { handle, _, _, _ in
                unsafe LoopHandle.owner(handle?.pointee.data, as: WatchedDirectory.self).body()
            }, path, 0)
        guard status >= 0 else { return handle.close() }
        self.handle = handle
        identity = found
    }

    func close() {
        handle?.close()
        handle = nil
        identity = nil
    }
}
