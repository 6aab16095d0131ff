import SmugAWS
import SmugLoop
package import SmugTLS

/// The two files that a manifest's `Tls` names.
package struct CertificateFiles: Hashable, Sendable {
    /// Neither file is read further than this.
    static let maxFileBytes = 1_048_576

    private let settings: TLSSettings
    /// Of the document that names them.
    private let manifestName: String

    /// - Parameter name: of the document; relative paths begin beside it.
    package init(_ settings: TLSSettings, in name: String) {
        self.settings = settings
        manifestName = name
    }

    /// Where to look for changes.
    var paths: [String] {
        [settings.certificate, settings.key].compactMap { try? path(of: $0) }
    }

    /// Reads both; blocks.
    ///
    /// - Parameter mayWait: whether they may be pipes, such as a shell's `<(program)`.
    /// - Throws: all that is wrong with them, where the manifest names them.
    package func read(mayWait: Bool) throws(ManifestError) -> ServedIdentity {
        var problems: [DocumentProblem] = []
        let cameThroughPipe = paths.contains { LocalFile.isStream($0) }
        let certificates = bytes(of: settings.certificate, mayWait, &problems)
        let key = bytes(of: settings.key, mayWait, &problems)
        guard let certificates, let key, problems.isEmpty else {
            throw ManifestError(problems, in: manifestName)
        }
        do throws(TLSIdentityError) {
            return ServedIdentity(
                identity: try TLSIdentity(certificates: certificates, key: key),
                hash: Self.hash(certificates, key), cameThroughPipe: cameThroughPipe)
        } catch {
            let file = error.file == .certificate ? settings.certificate : settings.key
            throw ManifestError([problem(file, error.message, error.remedy)], in: manifestName)
        }
    }

    /// Reads both without blocking the loop; waits neither for a pipe nor for a file system that
    /// does not answer.
    func read(by worker: ApartWorker, on loop: EventLoop) async throws(ManifestError)
        -> ServedIdentity
    {
        let found: Result<ServedIdentity, ManifestError>
        do throws(LoopError) {
            found = try await worker.run(on: loop) {
                Result { () throws(ManifestError) in try read(mayWait: false) }
            }
        } catch {
            let file = settings.certificate
            throw ManifestError(
                [unreadable(file, error, "look at the file system of both files")],
                in: manifestName)
        }
        return try found.get()
    }

    private static func hash(_ certificates: [UInt8], _ key: [UInt8]) -> SHA256Digest {
        SHA256Digest(of: SHA256Digest(of: certificates).bytes + SHA256Digest(of: key).bytes)
    }

    private func bytes(
        of file: NamedFile, _ mayWait: Bool, _ problems: inout [DocumentProblem]
    ) -> [UInt8]? {
        do throws(DocumentProblem) {
            let path = try path(of: file)
            let bytes: [UInt8]?
            do throws(LoopError) {
                bytes = try LocalFile.read(path, limit: Self.maxFileBytes, mayWait: mayWait)
            } catch {
                let isPipe = !mayWait && LocalFile.isStream(path)
                throw unreadable(
                    file, error,
                    isPipe ? "name a file, or start anew" : "check the permissions of \(path)")
            }
            guard let bytes else {
                throw problem(file, "names no file: there is no \(path)", "correct the path")
            }
            return bytes
        } catch {
            problems.append(error)
            return nil
        }
    }

    private func path(of file: NamedFile) throws(DocumentProblem) -> String {
        if file.text.hasPrefix("/") { return file.text }
        guard !manifestName.hasPrefix("s3://") else {
            throw problem(
                file, "is a relative path in a manifest that is no file",
                "give the path from / on")
        }
        guard let slash = manifestName.lastIndex(of: "/") else { return file.text }
        return manifestName[...slash] + file.text
    }

    private func unreadable(
        _ file: NamedFile, _ error: LoopError, _ remedy: String
    ) -> DocumentProblem {
        problem(file, "cannot be read: \(error.message)", remedy)
    }

    private func problem(
        _ file: NamedFile, _ message: String, _ remedy: String
    ) -> DocumentProblem {
        DocumentProblem(
            at: file.cursor.node.position, path: file.cursor.path, message, remedy: remedy)
    }
}

/// What a gateway shows who it is, as it was read from its files.
package struct ServedIdentity: Sendable {
    package let identity: TLSIdentity
    /// Of both files.
    let hash: SHA256Digest
    /// Whether it was there once, and cannot be read again.
    let cameThroughPipe: Bool
}

extension Manifest {
    /// What the gateway shows who it is, where it speaks TLS; blocks.
    ///
    /// - Throws: what is wrong with the files.
    package func servedIdentity(in document: ManifestDocument) throws(ManifestError)
        -> ServedIdentity?
    {
        guard let tls else { return nil }
        return try CertificateFiles(tls, in: document.name).read(mayWait: true)
    }
}

extension TLSSettings {
    var serverSettings: TLSServerSettings {
        var settings = TLSServerSettings()
        settings.minVersion = minVersion
        settings.handshakeTimeout = .milliseconds(handshakeMilliseconds)
        return settings
    }
}
