extension CloudWatchLogsEvent {
    /// The most that lines may unpack to, unless another limit is given: 64 MiB.
    ///
    /// An event itself has at most 1 MB, but a stranger's may pack a thousand times as much.
    public static let maxUnpackedBytes = 64 << 20

    /// Unpacks and decodes the lines.
    ///
    /// - Throws: ``EventContentError`` where the data is not gzip in base 64, or too large; a
    ///   `DecodingError` where it holds something else than lines.
    public func decodeLogs(maxUnpackedBytes: Int = maxUnpackedBytes) throws -> CloudWatchLogs {
        guard let packed = logs.data.bytes else { throw EventContentError.notBase64 }
        let json = try Gzip.unpack(packed, maxBytes: maxUnpackedBytes)
        return try EventCoding.decode(CloudWatchLogs.self, from: json)
    }
}
