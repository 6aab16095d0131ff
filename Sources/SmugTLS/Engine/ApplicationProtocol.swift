/// What may be spoken over TLS, as ALPN names it (RFC 7301).
package enum ApplicationProtocol: Sendable {
    case http2
    case http1

    /// As it stands on the wire.
    var name: [UInt8] {
        switch self {
        case .http2: Array("h2".utf8)
        case .http1: Array("http/1.1".utf8)
        }
    }

    /// Finds the name of the first of `own` that is in a client's list.
    ///
    /// - Parameter offered: names, each after a byte with its length.
    /// - Returns: where the name lies in the list.
    static func choose(_ own: [ApplicationProtocol], from offered: Span<UInt8>) -> Range<Int>? {
        for wanted in own {
            let name = wanted.name
            var start = 0
            while start < offered.count {
                let range = start + 1..<start + 1 + Int(offered[start])
                guard range.upperBound <= offered.count else { break }
                if range.count == name.count,
                    name.indices.allSatisfy({ offered[range.lowerBound + $0] == name[$0] })
                {
                    return range
                }
                start = range.upperBound
            }
        }
        return nil
    }
}
