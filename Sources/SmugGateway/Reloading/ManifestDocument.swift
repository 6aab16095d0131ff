package import SmugAWS

/// A manifest as it was read, before anybody looks into it.
package struct ManifestDocument: Sendable {
    package let bytes: [UInt8]
    /// What it is called in problems and in the log.
    package let name: String
    /// As `sha256sum` prints it.
    package let hash: SHA256Digest
    /// What the place that it came from calls this version, if it does.
    package let entityTag: String?

    package init(_ bytes: [UInt8], name: String, entityTag: String? = nil) {
        self.entityTag = entityTag
        self.bytes = bytes
        self.name = name
        hash = SHA256Digest(of: bytes)
    }

    /// What it says.
    package func manifest() throws(ManifestError) -> Manifest {
        try Manifest(parsing: bytes, file: name)
    }
}

/// Why a manifest could not be had: one line what, one line what to do.
package struct ManifestReadingError: Error, Hashable, Sendable {
    package let message: String
    package let remedy: String

    package init(_ message: String, remedy: String) {
        self.message = message
        self.remedy = remedy
    }
}
