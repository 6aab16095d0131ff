package import SmugLoop

/// Takes the header that a proxy sends before anything else, in pieces of any size: the PROXY
/// protocol in both versions (haproxy's `proxy-protocol.txt`, sections 2.1 and 2.2).
package struct ProxyHeader: Sendable {
    /// The longest line of version 1, its CRLF among it.
    package static let maxLineBytes = 107
    /// The longest header of version 2, with all that is in it; its length could say 65,551.
    package static let maxBytes = 4096

    /// Whom the proxy speaks for.
    package enum Source: Hashable, Sendable {
        /// The client that has reached the proxy.
        case client(SocketAddress)
        /// The proxy itself, or a client that has no address: then the connection's own counts.
        case connection
    }

    /// What came of the bytes.
    package enum Progress: Hashable, Sendable {
        /// All bytes were taken, and more must come.
        case needMore
        case done(Source)
    }

    /// Why a header is none.
    package enum Refusal: String, Error, CaseIterable, Sendable {
        /// It is not what either version allows.
        case malformed
        /// It is longer than ``maxLineBytes`` or ``maxBytes``.
        case tooLarge = "too_large"
        /// Its checksum does not fit.
        case checksum
        /// It did not come in time.
        case timeout
    }

    private var held: [UInt8] = []

    package init() {}

    /// Whether no byte has come yet.
    package var isEmpty: Bool { held.isEmpty }

    /// Takes bytes from `offset` and moves it behind the header; what follows is the client's.
    package mutating func next(
        _ bytes: Span<UInt8>, _ offset: inout Int
    ) throws(Refusal) -> Progress {
        while true {
            switch try Self.need(held) {
            case .bytes(let count):
                let end = min(bytes.count, offset + count - held.count)
                while offset < end {
                    held.append(bytes[offset])
                    offset += 1
                }
                // What there is of it may be wrong already, or tell a length; if not, it is whole.
                let need = try Self.need(held)
                guard held.count == count else { return .needMore }
                if case .bytes(count) = need {
                    return .done(try ProxyBinaryHeader.source(of: held))
                }
            case .line:
                guard offset < bytes.count else { return .needMore }
                held.append(bytes[offset])
                offset += 1
                if held.last == UInt8(ascii: "\n") {
                    return .done(try ProxyLine.source(of: held))
                }
            }
        }
    }

    /// What a header that begins like this needs.
    private enum Need {
        /// So many bytes altogether, as far as it is known.
        case bytes(Int)
        /// To go on to its line's end.
        case line
    }

    private static func need(_ held: [UInt8]) throws(Refusal) -> Need {
        guard let first = held.first else { return .bytes(1) }
        if first == ProxyBinaryHeader.signature[0] {
            guard ProxyBinaryHeader.signature.starts(with: held.prefix(12)) else {
                throw .malformed
            }
            guard held.count >= ProxyBinaryHeader.prefixBytes else {
                return .bytes(ProxyBinaryHeader.prefixBytes)
            }
            let count = ProxyBinaryHeader.prefixBytes + Int(held[14]) << 8 + Int(held[15])
            guard count <= maxBytes else { throw .tooLarge }
            return .bytes(count)
        }
        guard ProxyLine.start.starts(with: held.prefix(6)) else { throw .malformed }
        guard held.count < maxLineBytes else { throw .tooLarge }
        return .line
    }
}
