internal import SmugLoop

/// Where the shared files are, and how to read them.
package struct SharedFiles: Sendable {
    /// Reads a whole file: nil when there is none at this path, an error when it cannot be read.
    package typealias Reader = @Sendable (_ path: String) throws -> [UInt8]?

    /// Writes a whole file that only its owner may read, in place of one that is there.
    package typealias Writer = @Sendable (_ path: String, _ bytes: [UInt8]) throws -> Void

    /// The variables that name files and profile, and all others.
    package let environment: [String: String]
    private let read: Reader
    private let write: Writer

    /// Takes the environment as read once, when the program began.
    package init(
        environment: [String: String], read: @escaping Reader, write: @escaping Writer
    ) {
        self.environment = environment
        self.read = read
        self.write = write
    }

    /// The files of this machine.
    package init(environment: [String: String]) {
        self.init(
            environment: environment, read: { try LocalFile.read($0) },
            write: { try LocalFile.replace($0, with: $1) })
    }

    /// Reads and parses both files anew; a file that is not there is an empty one.
    ///
    /// - Throws: with `file`, naming the path and the line.
    package func load() throws(CredentialsError) -> SharedConfiguration {
        let config = path("AWS_CONFIG_FILE", default: "~/.aws/config")
        let credentials = path("AWS_SHARED_CREDENTIALS_FILE", default: "~/.aws/credentials")
        return SharedConfiguration(
            profile: profile, config: try document(at: config),
            credentials: try document(at: credentials), paths: (config, credentials))
    }

    /// `AWS_PROFILE`, or `AWS_DEFAULT_PROFILE` of old; nil when neither is set.
    private var profile: String? { value("AWS_PROFILE") ?? value("AWS_DEFAULT_PROFILE") }

    private func value(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private func path(_ variable: String, default path: String) -> String {
        atHome(value(variable) ?? path)
    }

    private func atHome(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/"), let home = value("HOME") else { return path }
        return home + path.dropFirst()
    }

    private func document(at path: String) throws(CredentialsError) -> INIDocument? {
        guard let bytes = try bytes(of: path) else { return nil }
        do {
            return try INIDocument(parsing: bytes)
        } catch {
            throw CredentialsError(.file, "\(path), \(error)")
        }
    }

    private func bytes(of path: String) throws(CredentialsError) -> [UInt8]? {
        do {
            return try read(path)
        } catch {
            throw CredentialsError(.file, "\(path) cannot be read: \(error)")
        }
    }

    /// A file that need not be there; `~` in its path is the home.
    func contents(ofOptional path: String) throws(CredentialsError) -> [UInt8]? {
        try bytes(of: atHome(path))
    }

    /// Puts a file in the place of one that is there.
    func replace(_ path: String, with bytes: [UInt8]) throws(CredentialsError) {
        do {
            try write(atHome(path), bytes)
        } catch {
            throw CredentialsError(.file, "\(path) cannot be written: \(error)")
        }
    }

    /// A file that has to be there, because the source names it.
    func contents(of path: String, named source: String) throws(CredentialsError) -> [UInt8] {
        guard let bytes = try bytes(of: path) else {
            throw CredentialsError(.file, "there is no file \(path), which \(source) names")
        }
        return bytes
    }
}
