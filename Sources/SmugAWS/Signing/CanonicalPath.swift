internal import SmugHTTP

/// The path in a canonical request of any service but S3.
enum CanonicalPath {
    /// Resolves `.` and `..`, drops empty segments, and encodes each segment once more.
    ///
    /// A `%` of the wire becomes `%25`, which is the double encoding that Signature Version 4 asks
    /// for.
    static func appendNormalized(_ path: ArraySlice<UInt8>, to output: inout [UInt8]) {
        let slash = UInt8(ascii: "/")
        let dot = UInt8(ascii: ".")
        var segments: [ArraySlice<UInt8>] = []
        for segment in path.split(separator: slash) {
            if segment.elementsEqual(CollectionOfOne(dot)) { continue }
            if segment.elementsEqual([dot, dot]) {
                _ = segments.popLast()
            } else {
                segments.append(segment)
            }
        }
        for segment in segments {
            output.append(slash)
            output += PercentEncoding.encode(segment, keeping: .unreserved)
        }
        if segments.isEmpty || path.last == slash { output.append(slash) }
    }
}
