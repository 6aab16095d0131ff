/// Writes a chunked body (RFC 9112, section 7.1).
package enum HTTPChunkFraming {
    /// Writes the line before a chunk's data.
    private static func appendChunkHead(count: Int, to output: inout [UInt8]) {
        let digits = (Int.bitWidth - count.leadingZeroBitCount + 3) / 4
        for place in (0..<digits).reversed() {
            let digit = UInt8(truncatingIfNeeded: (count >> (place * 4)) & 15)
            output.append(digit < 10 ? ASCII.zero + digit : 0x61 - 10 + digit)
        }
        output.append("\r\n")
    }

    /// Writes one chunk; for no data nothing is written, as an empty chunk would end the body.
    package static func appendChunk(_ data: ArraySlice<UInt8>, to output: inout [UInt8]) {
        guard !data.isEmpty else { return }
        appendChunkHead(count: data.count, to: &output)
        output.append(contentsOf: data)
        output.append("\r\n")
    }

    /// Writes the end of the body.
    package static func appendLastChunk(to output: inout [UInt8]) { output.append("0\r\n\r\n") }

    /// Writes the end of the body with trailers, which the head should have announced.
    package static func appendLastChunk(trailers: HTTPFields, to output: inout [UInt8]) {
        output.append("0\r\n")
        trailers.append(to: &output)
        output.append("\r\n")
    }
}
