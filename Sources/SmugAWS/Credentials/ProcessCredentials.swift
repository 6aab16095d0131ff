internal import SmugJSON
internal import SmugLoop

/// `credential_process`: a program that writes credentials to its output.
struct ProcessCredentials {
    static let timeout = Duration.seconds(60)
    static let maxOutputBytes = 64 * 1024

    let command: String
    /// Which profile asks, for errors.
    let profile: String
    let context: CredentialsContext

    func credentials() async throws(CredentialsError) -> Credentials {
        let words = try words()
        let output: ChildOutput
        do throws(LoopError) {
            output = try await context.run(
                ChildProcess.Command(
                    executable: words[0], arguments: Array(words.dropFirst()),
                    environment: context.files.environment))
        } catch {
            throw failed(.failed, "cannot start \(words[0]): \(error.message)")
        }
        switch output.end {
        case .exited(.status(0)): break
        case .exited(let exit):
            throw failed(.failed, "ended with \(exit): run it by hand to see why")
        case .timedOut: throw failed(.failed, "took longer than \(Self.timeout)")
        case .tooLong:
            throw failed(.malformed, "wrote more than \(Self.maxOutputBytes) bytes")
        case .cancelled: throw failed(.unavailable, "was ended before it was done")
        }
        let issued = try IssuedCredentials(parsing: output.bytes, from: name)
        guard issued["Version"]?.int == 1 else {
            throw failed(.malformed, "did not answer with \"Version\": 1")
        }
        return try issued.credentials(tokenName: "SessionToken")
    }

    private func words() throws(CredentialsError) -> [String] {
        let words: [String]
        do throws(CommandWords.Fault) {
            words = try CommandWords.split(command)
        } catch {
            throw failed(.malformed, "\(error)")
        }
        guard words.first?.isEmpty == false else { throw failed(.malformed, "names no program") }
        return words
    }

    private var name: String { "credential_process of profile '\(profile)'" }

    private func failed(_ code: CredentialsError.Code, _ what: String) -> CredentialsError {
        CredentialsError(code, "\(name) \(what)")
    }
}
