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

    func read() throws(CommandError) -> Manifest {
        let path = location.description
        let bytes: [UInt8]?
        do throws(LoopError) {
            bytes = try LocalFile.read(path)
        } catch {
            throw .failed("cannot read \(path): \(error.message)", "check the file's permissions")
        }
        guard let bytes else {
            throw .failed("there is no file \(path)", "give the manifest's path with --config")
        }
        do throws(ManifestError) {
            return try Manifest(parsing: bytes, file: path)
        } catch {
            throw CommandError(status: 1, text: "\(error)\n")
        }
    }
}
