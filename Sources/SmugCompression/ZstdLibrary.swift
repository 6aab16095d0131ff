internal import CZstd

/// zstd's streaming compression.
@safe final class ZstdLibrary: StreamEncoder.Library {
    /// The library's own choice.
    private static let level: Int32 = 3
    /// A window of 128 KiB and tables to fit: browsers take 8 MiB (RFC 9659), but a stream would
    /// hold as much here, and a page of JSON has no use for it.
    private static let windowLog: Int32 = 17
    private static let tableLog: Int32 = 15
    private static let pieceBytes = 16_384

    private let context: OpaquePointer
    private let piece: UnsafeMutableBufferPointer<UInt8>

    init() throws(CompressionError) {
        guard let context = unsafe ZSTD_createCCtx() else { throw .outOfMemory }
        unsafe self.context = context
        unsafe piece = .allocate(capacity: Self.pieceBytes)
        try check(unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, Self.level))
        try check(unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, Self.windowLog))
        try check(unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_hashLog, Self.tableLog))
        try check(unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_chainLog, Self.tableLog))
    }

    deinit {
        unsafe ZSTD_freeCCtx(context)
        unsafe piece.deallocate()
    }

    func encode(
        _ input: [UInt8], _ flush: StreamEncoder.Flush
    ) throws(CompressionError) -> [UInt8] {
        let order =
            switch flush {
            case .none: ZSTD_e_continue
            case .all: ZSTD_e_flush
            case .end: ZSTD_e_end
            }
        var output: [UInt8] = []
        let status = unsafe input.withUnsafeBufferPointer { bytes in
            var source = unsafe ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
            while true {
                var target = unsafe ZSTD_outBuffer(
                    dst: UnsafeMutableRawPointer(piece.baseAddress), size: piece.count, pos: 0)
                let status = unsafe ZSTD_compressStream2(context, &target, &source, order)
                if ZSTD_isError(status) != 0 { return status }
                unsafe output.append(contentsOf: piece.prefix(target.pos))
                let isTaken = unsafe source.pos == source.size
                if isTaken, order == ZSTD_e_continue || status == 0 { return 0 }
            }
        }
        try check(status)
        return output
    }

    private func check(_ status: Int) throws(CompressionError) {
        // An error is its code as a negative number.
        guard ZSTD_isError(status) != 0 else { return }
        throw .failed(0 &- status)
    }
}
