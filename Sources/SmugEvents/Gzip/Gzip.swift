internal import SmugHTTP

/// Unpacks gzip (RFC 1952).
///
/// Of its own, in place of zlib: a function links statically, and what must be installed where
/// functions are built should not grow for one event among many. Only those who call it link it.
enum Gzip {
    private static let hasChecksum: UInt8 = 2
    private static let hasExtra: UInt8 = 4
    private static let hasName: UInt8 = 8
    private static let hasComment: UInt8 = 16

    /// Unpacks all members of a file, and checks each one's length and checksum.
    static func unpack(_ bytes: [UInt8], maxBytes: Int) throws(EventContentError) -> [UInt8] {
        var output: [UInt8] = []
        var offset = 0
        repeat {
            let start = output.count
            var inflater = Inflater(bytes, from: try body(of: bytes, at: offset))
            try inflater.inflate(into: &output, maxBytes: maxBytes)
            offset = inflater.offset
            guard let checksum = word(bytes, offset), let length = word(bytes, offset + 4),
                length == UInt32(truncatingIfNeeded: output.count - start),
                checksum == CRC32.of(output.span.extracting(start...))
            else { throw .notGzip }
            offset += 8
        } while offset < bytes.count
        return output
    }

    /// Where a member's compressed data begins (section 2.3).
    private static func body(of bytes: [UInt8], at start: Int) throws(EventContentError) -> Int {
        guard bytes.count - start >= 18, bytes[start] == 0x1F, bytes[start + 1] == 0x8B,
            bytes[start + 2] == 8
        else { throw .notGzip }
        let flags = bytes[start + 3]
        var offset = start + 10
        if flags & hasExtra != 0 {
            guard offset + 2 <= bytes.count else { throw .notGzip }
            offset += 2 + Int(bytes[offset]) + Int(bytes[offset + 1]) << 8
        }
        for flag in [hasName, hasComment] where flags & flag != 0 {
            guard offset < bytes.count, let end = bytes[offset...].firstIndex(of: 0) else {
                throw .notGzip
            }
            offset = end + 1
        }
        if flags & hasChecksum != 0 { offset += 2 }
        guard offset <= bytes.count else { throw .notGzip }
        return offset
    }

    private static func word(_ bytes: [UInt8], _ offset: Int) -> UInt32? {
        guard offset + 4 <= bytes.count else { return nil }
        return (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << (8 * UInt32($1)) }
    }
}
