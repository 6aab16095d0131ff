internal import SmugHTTP

/// The query in a canonical request.
enum CanonicalQuery {
    private struct Pair {
        let name: [UInt8]
        let value: [UInt8]
    }

    /// Sorts the pairs by encoded name, then value, and writes each in the one encoding.
    ///
    /// What is percent-encoded on the wire is decoded first, so `%2f`, `%2F` and `/` sign alike. A
    /// plus is a plus: a space is `%20` in a signed request.
    static func append(_ query: ArraySlice<UInt8>, to output: inout [UInt8]) {
        var pairs: [Pair] = []
        for part in query.split(separator: UInt8(ascii: "&")) {
            let end = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            pairs.append(
                Pair(
                    name: reencoded(part[..<end]),
                    value: reencoded(part[end...].dropFirst())))
        }
        pairs.sort { left, right in
            if left.name == right.name { return left.value.lexicographicallyPrecedes(right.value) }
            return left.name.lexicographicallyPrecedes(right.name)
        }
        var isFirst = true
        for pair in pairs {
            if !isFirst { output.append(UInt8(ascii: "&")) }
            output += pair.name
            output.append(UInt8(ascii: "="))
            output += pair.value
            isFirst = false
        }
    }

    /// What is not decodable, such as a stray `%`, is taken as it stands.
    private static func reencoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let decoded = PercentEncoding.decode(bytes) ?? Array(bytes)
        return PercentEncoding.encode(decoded[...], keeping: .unreserved)
    }
}
