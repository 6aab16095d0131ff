/// Compresses one body, in as many pieces as it comes in.
///
/// What a library holds is bounded whatever comes: 270 KiB for gzip, 1.1 MiB for zstd. For one task
/// at a time.
package final class StreamEncoder {
    /// What is wanted of the bytes that are given.
    package enum Flush: Sendable {
        /// As few bytes as possible.
        case none
        /// That a reader can have all of them now: each flush costs some bytes.
        case all
        /// That the body ends with them.
        case end
    }

    /// More at once is refused.
    static let maxInputBytes = 1 << 30

    private let library: any Library

    /// Makes room for a library's state.
    package init(_ coding: ContentCoding) throws(CompressionError) {
        library =
            switch coding {
            case .gzip: try GzipLibrary()
            case .zstd: try ZstdLibrary()
            }
    }

    /// Compresses bytes, of which some may stay within until the next call.
    package func encode(_ input: [UInt8], _ flush: Flush) throws(CompressionError) -> [UInt8] {
        guard input.count <= Self.maxInputBytes else { throw .tooLarge }
        return try library.encode(input, flush)
    }

    /// One of the C libraries, with the state of one body.
    protocol Library {
        func encode(_ input: [UInt8], _ flush: Flush) throws(CompressionError) -> [UInt8]
    }
}

extension ContentCoding {
    /// Compresses a whole body.
    package func encode(_ body: [UInt8]) throws(CompressionError) -> [UInt8] {
        try StreamEncoder(self).encode(body, .end)
    }
}
