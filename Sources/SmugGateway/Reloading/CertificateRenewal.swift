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
    private let reading = ApartWorker()
    private var settings: TLSSettings
    private var served: ServedIdentity
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
        self.served = served.identity
        latest = served.identity.hash
        self.loop = loop
        self.metrics = metrics
        self.log = log
        self.ask = ask
    }

    /// Asks for a look whenever the files may have changed, until ``close()``.
    ///
    /// - Parameter name: of the manifest, beside which relative paths begin.
    func watch(in name: String) {
        // What came through a pipe has been read: there is nothing more.
        guard !served.cameThroughPipe else { return close() }
        let paths = CertificateFiles(settings, in: name).paths
        guard paths != watched else { return }
        watcher?.close()
        watched = paths
        // That it begins to watch is a reason too: they may have changed since they were read.
        watcher = FileWatcher(paths, on: loop) { [ask] in ask() }
    }

    package func close() {
        watcher?.close()
        watcher = nil
        watched = []
    }

    /// What another manifest names; what came through a pipe and is named again is what serves.
    func identity(of files: CertificateFiles, in name: String) async throws(ManifestError)
        -> ServedIdentity
    {
        if served.cameThroughPipe, files.paths == CertificateFiles(settings, in: name).paths {
            return served
        }
        return try await files.read(by: reading, on: loop)
    }

    /// Serves what another manifest names, which was read with it.
    func adopt(_ served: ServedIdentity, _ settings: TLSSettings, in name: String) {
        self.settings = settings
        take(served)
        if watcher != nil { watch(in: name) }
    }

    /// Looks at the files, and takes over what they hold.
    func look(in name: String, _ reason: ReloadReason) async {
        guard !served.cameThroughPipe else { return }
        do throws(ManifestError) {
            let files = CertificateFiles(settings, in: name)
            let found = try await files.read(by: reading, on: loop)
            if found.hash == latest { metrics.count(.unchanged) } else { take(found) }
        } catch {
            // What was given up says nothing of the files.
            guard !Task.isCancelled else { return }
            latest = nil
            metrics.count(.refused)
            write(error, reason)
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
        self.served = served
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
