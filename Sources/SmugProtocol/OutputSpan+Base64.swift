import SmugJSON

extension OutputSpan<UInt8> {
    /// Appends the bytes in base 64, or fills the room up where they do not fit.
    mutating func append(base64 bytes: Span<UInt8>) {
        if freeCapacity < Base64.encodedCount(of: bytes.count) { return fillUp() }
        Base64.append(bytes, to: &self)
    }
}
