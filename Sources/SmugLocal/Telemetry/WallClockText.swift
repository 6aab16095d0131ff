internal import SmugHTTP

/// Times as Lambda writes them: `2026-01-02T03:04:05.678Z`.
enum WallClockText {
    /// - Parameter milliseconds: since 1970.
    static func rfc3339(_ milliseconds: Int64) -> [UInt8] {
        let fraction = String(1000 + milliseconds % 1000).dropFirst()
        return CivilTime(epochSeconds: milliseconds / 1000).rfc3339 + Array(".\(fraction)Z".utf8)
    }
}
