/// A request method: a case-sensitive token (RFC 9110, section 9).
///
/// The registered ones below are stored without allocation.
package struct HTTPMethod: Hashable, Sendable, CustomStringConvertible {
    private enum Storage: Hashable {
        case get, head, post, put, delete, patch, options, trace, connect
        case other(String)
    }

    private let storage: Storage

    private init(_ storage: Storage) { self.storage = storage }

    /// GET: reads.
    package static let get = HTTPMethod(.get)
    /// HEAD: like GET, answered without a body.
    package static let head = HTTPMethod(.head)
    /// POST: not idempotent.
    package static let post = HTTPMethod(.post)
    /// PUT: idempotent.
    package static let put = HTTPMethod(.put)
    /// DELETE: idempotent.
    package static let delete = HTTPMethod(.delete)
    /// PATCH: not idempotent (RFC 5789).
    package static let patch = HTTPMethod(.patch)
    /// OPTIONS: the only one that takes `*` as a target.
    package static let options = HTTPMethod(.options)
    /// TRACE: echoes the request.
    package static let trace = HTTPMethod(.trace)
    /// CONNECT: asks for a tunnel; the only one with an authority as target.
    package static let connect = HTTPMethod(.connect)

    /// Takes any token; `nil` when it is empty or holds a byte that no token holds.
    package init?(_ token: String) {
        self.init(Array(token.utf8)[...])
    }

    /// Takes any token's bytes; `nil` when empty or when a byte belongs in no token.
    package init?(_ token: ArraySlice<UInt8>) {
        guard !token.isEmpty, token.allSatisfy(ASCII.isTokenByte) else { return nil }
        self.init(token: Array(token), 0..<token.count)
    }

    /// Takes bytes that are known to be a token.
    init(token bytes: [UInt8], _ range: Range<Int>) {
        let known: Storage? =
            switch range.count {
            case 3:
                bytes.holds("GET", at: range) ? .get : bytes.holds("PUT", at: range) ? .put : nil
            case 4:
                bytes.holds("POST", at: range)
                    ? .post : bytes.holds("HEAD", at: range) ? .head : nil
            case 5:
                bytes.holds("PATCH", at: range)
                    ? .patch : bytes.holds("TRACE", at: range) ? .trace : nil
            case 6: bytes.holds("DELETE", at: range) ? .delete : nil
            case 7:
                bytes.holds("OPTIONS", at: range)
                    ? .options : bytes.holds("CONNECT", at: range) ? .connect : nil
            default: nil
            }
        storage = known ?? .other(String(decoding: bytes[range], as: UTF8.self))
    }

    /// The token as it stands in a request line.
    package var rawValue: String {
        switch storage {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .delete: "DELETE"
        case .patch: "PATCH"
        case .options: "OPTIONS"
        case .trace: "TRACE"
        case .connect: "CONNECT"
        case .other(let token): token
        }
    }

    /// The token.
    package var description: String { rawValue }

    /// Whether a repetition has the same effect as one request (RFC 9110, section 9.2.2).
    ///
    /// Unknown methods are taken not to be.
    package var isIdempotent: Bool {
        switch storage {
        case .get, .head, .put, .delete, .options, .trace: true
        case .post, .patch, .connect, .other: false
        }
    }
}
