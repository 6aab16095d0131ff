import SmugAWS
import SmugJSON
import SmugLoop
import SmugTLS
import SmugTelemetry

/// Has a running gateway take over its certificate again when the files change.
///
/// A pair of files that is broken, or cannot be read, changes nothing: the one before serves on. For
/// the gateway's first loop.
package final class CertificateRenewal {
    private let server: TLSServer
    private let loop: EventLoop
    private let metrics: TLSMetrics
    private let log: Log
    private let ask: () -> Void
    private var settings: TLSSettings
    /// Of the files that were looked at last, for better or worse.
    private var latest: SHA256Digest?
    private var watcher: FileWatcher?
    private var watched: [String] = []

    init(
        _ served: ServedTLS, on loop: EventLoop, metrics: TLSMetrics, log: Log,
        _ ask: @escaping () -> Void
    ) {
        server = served.server
        settings = served.settings
        latest = served.hash
        self.loop = loop
        self.metrics = metrics
        self.log = log
        self.ask = ask
    }

    /// Asks for a look whenever the files may have changed, until ``close()``.
    ///
    /// - Parameter name: of the manifest, beside which relative paths begin.
    func watch(in name: String) {
        let paths = CertificateFiles(settings, in: name).paths
        guard paths != watched else { return }
        watcher?.close()
        watched = paths
        watcher = FileWatcher(paths, on: loop) { [ask] in ask() }
        // They may have changed since they were read and before they were watched.
        ask()
    }

    package func close() {
        watcher?.close()
        watcher = nil
        watched = []
    }

    /// Serves what another manifest names, which was read with it.
    func adopt(_ served: ServedIdentity, _ settings: TLSSettings, in name: String) {
        self.settings = settings
        take(served)
        if watcher != nil { watch(in: name) }
    }

    /// Looks at the files, and takes over what they hold.
    func look(in name: String, _ reason: ReloadReason) async {
        let files = CertificateFiles(settings, in: name)
        let found = await loop.offload { () -> Result<ServedIdentity, ManifestError> in
            Result { () throws(ManifestError) in try files.read() }
        }
        switch found {
        case .failure(let error):
            latest = nil
            metrics.count(.refused)
            write(error, reason)
        case .success(let served) where served.hash == latest:
            metrics.count(.unchanged)
        case .success(let served): take(served)
        }
    }

    private func take(_ served: ServedIdentity) {
        do throws(TLSFault) {
            try server.adopt(served.identity, settings.serverSettings)
        } catch {
            // The identity was tried when it was read: this says so if that ever is not enough.
            latest = nil
            metrics.count(.refused)
            return log.write(.error, "certificate_refused") { line in
                line.key("reason")
                line.string(error.message)
            }
        }
        guard served.hash != latest else { return }
        latest = served.hash
        metrics.count(.adopted)
        CertificateNotice(
            served.identity.facts, atEpochSeconds: EventLoop.wallClockMilliseconds / 1000
        ).write("certificate_renewed", to: log)
    }

    private func write(_ error: ManifestError, _ reason: ReloadReason) {
        for problem in error.problems {
            log.write(.error, "certificate_refused") { line in
                line.key("trigger")
                line.string(reason.rawValue)
                line.key("reason")
                line.string("\(problem.path) \(problem.message); the certificate before serves on")
                line.key("remedy")
                line.string(problem.remedy)
            }
        }
    }
}
