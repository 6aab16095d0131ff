@testable import SmugAWS

/// A file that is there and cannot be read.
struct UnreadableFile: Error, CustomStringConvertible {
    var description: String { "permission denied" }
}

extension SharedFiles {
    /// Files out of a dictionary; those in `unreadable` fail.
    static func of(
        _ environment: [String: String] = [:], config: String? = nil, credentials: String? = nil,
        files: [String: String] = [:], unreadable: Set<String> = [],
        write: @escaping Writer = { _, _ in throw UnreadableFile() }
    ) -> SharedFiles {
        var contents = files
        contents["/me/.aws/config"] = config
        contents["/me/.aws/credentials"] = credentials
        let all = contents
        let home = ["HOME": "/me"].merging(environment) { $1 }
        let read: Reader = { path in
            if unreadable.contains(path) { throw UnreadableFile() }
            return all[path].map { Array($0.utf8) }
        }
        return SharedFiles(environment: home, read: read, write: write)
    }
}

extension CredentialsProvider {
    /// What was found, or the sentence about what was looked for.
    func answer() async throws(CredentialsError) -> (found: Credentials?, looked: String) {
        switch try await credentials() {
        case .found(let credentials): (credentials, "")
        case .notConfigured(let text): (nil, text)
        }
    }

    /// The error, or nil where there is none.
    func failure() async -> CredentialsError? {
        do throws(CredentialsError) {
            _ = try await credentials()
            return nil
        } catch { return error }
    }
}
