internal import SmugAWS
internal import SmugGateway
internal import SmugLoop

/// Where a command finds its manifest: `--config`, else the environment.
struct ManifestSource {
    let location: ConfigurationLocation
    /// What is worth saying about how it was found.
    private(set) var warning: String?

    init(_ arguments: Arguments, _ environment: [String: String]) throws(CommandError) {
        let text: String
        if let option = arguments["--config"] {
            text = option
        } else if let variable = environment["SMUG_CONFIG_URI"], !variable.isEmpty {
            text = variable
        } else if let variable = environment["LPR_CONFIG_URI"], !variable.isEmpty {
            text = variable
            warning = "LPR_CONFIG_URI is the old name of SMUG_CONFIG_URI"
        } else {
            throw .usage(
                "no manifest: neither --config nor SMUG_CONFIG_URI nor LPR_CONFIG_URI is given",
                arguments.example)
        }
        do throws(ConfigurationLocationError) {
            location = try ConfigurationLocation(parsing: text)
        } catch {
            throw CommandError(status: 1, text: "smug: \(error)\n")
        }
    }

    /// What is there; blocks.
    func document(_ environment: [String: String]) throws(CommandError) -> ManifestDocument {
        do throws(ManifestReadingError) {
            return switch location {
            case .file(let path): try Self.document(atPath: path)
            case .object(let address): try Self.document(at: address, environment)
            }
        } catch {
            throw .failed(error.message, error.remedy)
        }
    }

    /// The manifest, and the document that it was read from; blocks.
    func read(_ environment: [String: String]) throws(CommandError) -> (ManifestDocument, Manifest)
    {
        let document = try document(environment)
        do throws(ManifestError) {
            return (document, try document.manifest())
        } catch {
            throw CommandError(status: 1, text: "\(error)\n")
        }
    }

    /// What the manifest's `Tls` names; blocks.
    func identity(of manifest: Manifest, in document: ManifestDocument) throws(CommandError)
        -> ServedIdentity?
    {
        do throws(ManifestError) {
            return try manifest.servedIdentity(in: document)
        } catch {
            throw CommandError(status: 1, text: "\(error)\n")
        }
    }

    /// Reads a file; blocks.
    ///
    /// - Parameter mayWait: whether it may be a pipe, such as a shell's `<(program)`.
    static func document(
        atPath path: String, mayWait: Bool = true
    ) throws(ManifestReadingError) -> ManifestDocument {
        let bytes: [UInt8]?
        do throws(LoopError) {
            bytes = try LocalFile.read(path, mayWait: mayWait)
        } catch {
            throw ManifestReadingError(
                "cannot read \(path): \(error.message)", remedy: "name a file that you may read")
        }
        guard let bytes else {
            throw ManifestReadingError(
                "there is no file \(path)", remedy: "give the manifest's path with --config")
        }
        return ManifestDocument(bytes, name: path)
    }

    /// Reads an object on a loop of its own: the gateway's begin when its manifest is known.
    private static func document(
        at address: S3Address, _ environment: [String: String]
    ) throws(ManifestReadingError) -> ManifestDocument {
        let files = SharedFiles(environment: environment)
        do {
            return try EventLoop.run { loop in
                try await AWSSession.with(files, on: loop) { session in
                    try await document(at: address, of: session.s3())
                }
            }
        } catch let error as ManifestReadingError {
            throw error
        } catch {
            throw ManifestReadingError(
                "cannot read \(address): \(error)", remedy: "see docs/credentials.md")
        }
    }

    /// Reads an object.
    static func document(
        at address: S3Address, of client: S3Client
    ) async throws(ManifestReadingError) -> ManifestDocument {
        let answer: S3Answer
        do throws(S3Error) {
            answer = try await client.object(at: address)
        } catch {
            throw ManifestReadingError(error.message, remedy: error.remedy)
        }
        guard case .object(let object) = answer else {
            throw ManifestReadingError(
                "\(address) is not sent, as if it were known", remedy: "ask who runs the endpoint")
        }
        return ManifestDocument(
            object.bytes, name: address.description, entityTag: object.entityTag)
    }
}
