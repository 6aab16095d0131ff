/// How a body is compressed on its way (RFC 9110, section 8.4.1; RFC 8878 for zstd).
package enum ContentCoding: String, CaseIterable, Sendable, CustomStringConvertible {
    case zstd, gzip

    /// The name in `Content-Encoding`.
    package var description: String { rawValue }
}

/// Why a library could not compress.
package enum CompressionError: Error, Hashable, Sendable {
    /// There is no memory for its state.
    case outOfMemory
    /// It says that it cannot, with its own code.
    case failed(Int)
    /// There is more at once than it takes: 1 GiB.
    case tooLarge
}
