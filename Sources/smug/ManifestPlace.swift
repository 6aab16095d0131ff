internal import SmugAWS
internal import SmugGateway
internal import SmugJSON
internal import SmugLoop
internal import SmugTelemetry
internal import Synchronization

/// Where the manifest of a running gateway is read again, and watched.
enum ManifestPlace: Sendable {
    case file(path: String, ApartWorker = ApartWorker())
    case object(WatchedObject)

    typealias Reload = AsyncStream<ReloadReason>.Continuation

    /// Reads what is there now.
    func read(on loop: EventLoop) async throws(ManifestReadingError) -> ManifestDocument {
        switch self {
        case .file(let path, let worker): try await Self.read(path, by: worker, on: loop)
        case .object(let object): try await object.read()
        }
    }

    /// A disk that is slow, or does not answer, holds up the requests of no loop, and not the end.
    private static func read(
        _ path: String, by worker: ApartWorker, on loop: EventLoop
    ) async throws(ManifestReadingError) -> ManifestDocument {
        let found: Result<ManifestDocument, ManifestReadingError>
        do throws(LoopError) {
            found = try await worker.run(on: loop) {
                Result { () throws(ManifestReadingError) in
                    try ManifestSource.document(atPath: path, mayWait: false)
                }
            }
        } catch {
            throw ManifestReadingError(
                "cannot read \(path): \(error.message)", remedy: "look at its file system")
        }
        return try found.get()
    }

    /// Asks for a reload whenever something else may be there than was, until it is cancelled.
    ///
    /// - Parameters:
    ///   - interval: between two looks; asked for each.
    ///   - isOutOfReach: called for each look that fails.
    func watch(
        _ reload: Reload, on loop: EventLoop, log: Log, every interval: () -> Duration,
        isOutOfReach: () -> Void
    ) async {
        switch self {
        case .file(let path, _): await Self.watch(path, reload, on: loop)
        case .object(let object):
            while (try? await loop.sleep(for: WatchedObject.jittered(interval()))) != nil {
                do throws(S3Error) {
                    if try await object.hasChanged() { reload.yield(.etag) }
                } catch {
                    isOutOfReach()
                    log.write(error, of: object.address)
                }
            }
        }
    }

    private static func watch(_ path: String, _ reload: Reload, on loop: EventLoop) async {
        // What came through a pipe has been read: there is nothing more.
        let look = ApartWorker()
        guard (try? await look.run(on: loop) { LocalFile.isStream(path) }) != true else { return }
        // That it begins to watch is a reason too: the file may have changed since it was read.
        let watcher = FileWatcher([path], on: loop) { reload.yield(.file) }
        defer { watcher.close() }
        let (cancellation, _) = AsyncStream.makeStream(of: Never.self)
        for await _ in cancellation {}
    }
}

/// An object in S3 that is asked again and again whether it is another than was read.
final class WatchedObject: Sendable {
    let address: S3Address
    private let client: S3Client
    /// Of the version that was read last; `nil` also where something failed since, so that the
    /// next look finds something new.
    ///
    /// A look does not set it: what it has seen may not be there for whoever reads.
    private let entityTag: Mutex<String?>

    init(_ address: S3Address, _ client: S3Client, since entityTag: String?) {
        self.address = address
        self.client = client
        self.entityTag = Mutex(entityTag)
    }

    func read() async throws(ManifestReadingError) -> ManifestDocument {
        entityTag.withLock { $0 = nil }
        let document = try await ManifestSource.document(at: address, of: client)
        entityTag.withLock { $0 = document.entityTag }
        return document
    }

    /// Also where the endpoint knows no entity tags: the bytes tell then.
    func hasChanged() async throws(S3Error) -> Bool {
        let known = entityTag.withLock { $0 }
        do throws(S3Error) {
            guard
                case .object(let object) = try await client.object(at: address, ifNoneMatch: known)
            else { return false }
            return object.entityTag == nil || object.entityTag != known
        } catch {
            entityTag.withLock { $0 = nil }
            throw error
        }
    }

    /// Many gateways that were started together do not ask together.
    static func jittered(_ interval: Duration) -> Duration {
        interval * Double.random(in: 0.9...1.1)
    }
}

extension Log {
    fileprivate func write(_ error: S3Error, of address: S3Address) {
        write(.warn, "manifest_poll_failed") { line in
            line.key("manifest")
            line.string(address.description)
            line.key("reason")
            line.string(error.message)
            line.key("remedy")
            line.string(error.remedy)
        }
    }
}
