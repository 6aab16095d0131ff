import SmugAWS
import SmugLoop
package import SmugTelemetry

/// Has a running gateway take over its manifest again, one time after the other.
///
/// A manifest that is broken, or cannot be read, changes nothing: the one before serves on.
package final class ManifestReloader {
    /// Reads the manifest where it is now, without blocking the loop.
    package typealias Read = @Sendable () async throws(ManifestReadingError) -> ManifestDocument

    private let gateway: RunningGateway
    private let started: Manifest
    let log: Log
    private let certificates: CertificateRenewal?
    private let read: Read
    private let readingFiles = ApartWorker()
    /// Of the document that was looked at last, for better or worse.
    private var latest: SHA256Digest?
    /// Whether that document is the one that serves.
    private var latestServes = true
    /// Of the document that serves: relative paths in it begin beside it.
    private var servedName: String

    /// - Parameters:
    ///   - document: what the gateway was started with.
    ///   - manifest: what that says.
    ///   - certificates: what else is looked at for each reason.
    package init(
        _ gateway: RunningGateway, startedWith document: ManifestDocument, _ manifest: Manifest,
        certificates: CertificateRenewal? = nil, log: Log, read: @escaping Read
    ) {
        self.certificates = certificates
        servedName = document.name
        self.gateway = gateway
        started = manifest
        latest = document.hash
        self.log = log
        self.read = read
    }

    /// Reads the manifest for each reason that comes, until there will be none.
    ///
    /// A stream that keeps the newest reason only makes one reload of many that are asked for
    /// while another is under way.
    package func run(_ reasons: AsyncStream<ReloadReason>) async {
        certificates?.watch(in: servedName)
        defer { certificates?.close() }
        for await reason in reasons {
            await reload(reason)
            guard !Task.isCancelled else { break }
            // Whatever has become of the manifest: one that cannot be read keeps no certificate old.
            await certificates?.look(in: servedName, reason)
        }
    }

    private func reload(_ reason: ReloadReason) async {
        let found = await find()
        // What was given up says nothing of the manifest.
        guard !Task.isCancelled else { return }
        gateway.metrics.manifest.count(found)
        switch found {
        case .unreadable(let error):
            latest = nil
            write(error, reason)
        case .unchanged(let document, _): write(unchanged: document, reason)
        case .refused(let document, let error):
            (latest, latestServes) = (document.hash, false)
            write(error, in: document, reason)
        case .manifest(let document, let manifest, let identity):
            (latest, latestServes) = (document.hash, true)
            adopt(manifest, identity, document, reason)
        }
    }

    private func find() async -> FoundManifest {
        let document: ManifestDocument
        do throws(ManifestReadingError) {
            document = try await read()
        } catch {
            return .unreadable(error)
        }
        guard document.hash != latest else { return .unchanged(document, serves: latestServes) }
        do throws(ManifestError) {
            // A large document holds up the requests of no loop.
            let manifest = try await gateway.loop.offload {
                Result { () throws(ManifestError) in try document.manifest() }
            }.get()
            return .manifest(document, manifest, try await identity(of: manifest, document))
        } catch {
            return .refused(document, error)
        }
    }

    /// What a manifest shows who it is; also of a gateway in clear text, which would need it after
    /// its next start.
    private func identity(
        of manifest: Manifest, _ document: ManifestDocument
    ) async throws(ManifestError) -> ServedIdentity? {
        guard let tls = manifest.tls else { return nil }
        let files = CertificateFiles(tls, in: document.name)
        guard let certificates else {
            return try await files.read(by: readingFiles, on: gateway.loop)
        }
        return try await certificates.identity(of: files, in: document.name)
    }

    private func adopt(
        _ manifest: Manifest, _ identity: ServedIdentity?, _ document: ManifestDocument,
        _ reason: ReloadReason
    ) {
        let adoption: ManifestAdoption
        do {
            adoption = try gateway.adopt(manifest.inEffect(startedWith: started))
        } catch {
            latestServes = false
            gateway.metrics.manifest.countUnreadable()
            // The manifest's own check of names is stricter: this says so if it ever is not.
            return write(ManifestReadingError("\(error)", remedy: "correct the name"), reason)
        }
        write(adoption, document, reason)
        servedName = document.name
        if let identity, let settings = manifest.tls {
            certificates?.adopt(identity, settings, in: document.name)
        }
        let keys = manifest.keysForRestart(since: started)
        if !keys.isEmpty { write(keysForRestart: keys, document, reason) }
    }
}

/// What a look at the manifest's place has found.
enum FoundManifest: Sendable {
    case unreadable(ManifestReadingError)
    /// The same bytes as at the last look, which served or were refused then.
    case unchanged(ManifestDocument, serves: Bool)
    case refused(ManifestDocument, ManifestError)
    /// With what its `Tls` names.
    case manifest(ManifestDocument, Manifest, ServedIdentity?)
}
