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
                "smug gateway --config examples/local/gateway.yaml --local")
        }
        do throws(ConfigurationLocationError) {
            location = try ConfigurationLocation(parsing: text)
        } catch {
            throw CommandError(status: 1, text: "smug: \(error)\n")
        }
    }

    /// Reads and checks it; blocks.
    func read(_ environment: [String: String]) throws(CommandError) -> Manifest {
        let bytes =
            switch location {
            case .file(let path): try Self.bytes(ofFile: path)
            case .object(let address): try Self.bytes(of: address, environment)
            }
        do throws(ManifestError) {
            return try Manifest(parsing: bytes, file: location.description)
        } catch {
            throw CommandError(status: 1, text: "\(error)\n")
        }
    }

    private static func bytes(ofFile path: String) throws(CommandError) -> [UInt8] {
        let bytes: [UInt8]?
        do throws(LoopError) {
            bytes = try LocalFile.read(path)
        } catch {
            throw .failed("cannot read \(path): \(error.message)", "check the file's permissions")
        }
        guard let bytes else {
            throw .failed("there is no file \(path)", "give the manifest's path with --config")
        }
        return bytes
    }

    /// On a loop of its own: the gateway's begin when its manifest is known.
    private static func bytes(
        of address: S3Address, _ environment: [String: String]
    ) throws(CommandError) -> [UInt8] {
        let files = SharedFiles(environment: environment) { try LocalFile.read($0) }
        do {
            return try EventLoop.run { loop in
                try await AWSSession.with(files, on: loop) { session in
                    switch try await session.s3().object(at: address) {
                    case .object(let object): object.bytes
                    case .notModified: []
                    }
                }
            }
        } catch let error as S3Error {
            throw .failed(error.message, error.remedy)
        } catch {
            throw .failed("cannot read \(address): \(error)", "see docs/credentials.md")
        }
    }
}
