import CZlib
import CZstd
import SmugCompression

/// The libraries' own other halves: what can be read of compressed bytes by now.
enum Decoder {
    struct Failure: Error {}

    /// All that the bytes say, and whether they end there.
    static func decode(_ bytes: [UInt8], _ coding: ContentCoding) throws -> (
        body: [UInt8], isWhole: Bool
    ) {
        switch coding {
        case .gzip: try gzip(bytes)
        case .zstd: try zstd(bytes)
        }
    }

    private static func gzip(_ bytes: [UInt8]) throws -> ([UInt8], Bool) {
        var bytes = bytes
        var stream = z_stream()
        guard
            inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
                == Z_OK
        else { throw Failure() }
        defer { inflateEnd(&stream) }
        var body: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        var status = Z_OK
        let count = bytes.count
        try bytes.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = uInt(count)
            repeat {
                let got = piece.withUnsafeMutableBufferPointer { output in
                    stream.next_out = output.baseAddress
                    stream.avail_out = uInt(output.count)
                    status = inflate(&stream, Z_SYNC_FLUSH)
                    return output.count - Int(stream.avail_out)
                }
                body += piece.prefix(got)
                guard [Z_OK, Z_STREAM_END, Z_BUF_ERROR].contains(status) else { throw Failure() }
            } while status == Z_OK && stream.avail_out == 0
        }
        return (body, status == Z_STREAM_END && stream.avail_in == 0)
    }

    private static func zstd(_ bytes: [UInt8]) throws -> ([UInt8], Bool) {
        guard let context = ZSTD_createDCtx() else { throw Failure() }
        defer { ZSTD_freeDCtx(context) }
        var body: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        var status = 1
        var isTaken = false
        try bytes.withUnsafeBytes { input in
            var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
            var isFull = false
            repeat {
                let got = piece.withUnsafeMutableBytes { output in
                    var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
                    status = ZSTD_decompressStream(context, &target, &source)
                    isFull = target.pos == target.size
                    return target.pos
                }
                guard ZSTD_isError(status) == 0 else { throw Failure() }
                body += piece.prefix(got)
            } while source.pos < source.size || isFull
            isTaken = source.pos == source.size
        }
        return (body, status == 0 && isTaken)
    }
}
