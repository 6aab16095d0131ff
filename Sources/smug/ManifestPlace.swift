internal import SmugAWS
internal import SmugGateway
internal import SmugJSON
internal import SmugLoop
internal import SmugTelemetry

/// Where the manifest of a running gateway is read again, and watched.
enum ManifestPlace: Sendable {
    case file(path: String)
    case object(S3Address, S3Client)

    typealias Reload = AsyncStream<ReloadReason>.Continuation

    /// Reads what is there now.
    func read(on loop: EventLoop) async throws(ManifestReadingError) -> ManifestDocument {
        switch self {
        case .file(let path):
            // A slow disk holds up the requests of no loop.
            try await loop.offload { () -> Result<ManifestDocument, ManifestReadingError> in
                Result { () throws(ManifestReadingError) in
                    try ManifestSource.document(atPath: path)
                }
            }.get()
        case .object(let address, let client):
            try await ManifestSource.document(at: address, of: client)
        }
    }

    /// Asks for a reload whenever something else may be there than was, until it is cancelled.
    ///
    /// - Parameters:
    ///   - entityTag: of the document that serves.
    ///   - interval: between two looks; asked for each.
    func watch(
        _ reload: Reload, since entityTag: String?, on loop: EventLoop, log: Log,
        every interval: () -> Duration
    ) async {
        switch self {
        case .file(let path): await Self.watch(path, reload, on: loop)
        case .object(let address, let client):
            var poll = ManifestPoll(address: address, client: client, entityTag: entityTag)
            while (try? await loop.sleep(for: ManifestPoll.jittered(interval()))) != nil {
                if await poll.hasChanged(log) { reload.yield(.etag) }
            }
        }
    }

    private static func watch(_ path: String, _ reload: Reload, on loop: EventLoop) async {
        let watcher = FileWatcher([path], on: loop) { reload.yield(.file) }
        defer { watcher.close() }
        // It may have changed since it was read and before it was watched.
        reload.yield(.file)
        let (cancellation, _) = AsyncStream.makeStream(of: Never.self)
        for await _ in cancellation {}
    }
}

/// Asks S3 again and again whether an object is another.
private struct ManifestPoll {
    let address: S3Address
    let client: S3Client
    /// Of the version that was seen last.
    var entityTag: String?

    /// Many gateways that were started together do not ask together.
    static func jittered(_ interval: Duration) -> Duration {
        interval * Double.random(in: 0.9...1.1)
    }

    mutating func hasChanged(_ log: Log) async -> Bool {
        do throws(S3Error) {
            guard
                case .object(let object) = try await client.object(
                    at: address, ifNoneMatch: entityTag)
            else { return false }
            defer { entityTag = object.entityTag }
            // Where the endpoint knows no entity tags, the bytes tell.
            return object.entityTag == nil || object.entityTag != entityTag
        } catch {
            log.write(.warn, "manifest_poll_failed") { line in
                line.key("manifest")
                line.string(address.description)
                line.key("reason")
                line.string(error.message)
                line.key("remedy")
                line.string(error.remedy)
            }
            return false
        }
    }
}
