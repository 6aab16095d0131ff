@testable import SmugGateway
@testable import SmugHTTP
@testable import SmugLoop
@testable import SmugNet
import SmugProtocol

/// What proxies say of who stands before them.
enum PeerFuzz {
    /// The PROXY protocol, in both versions.
    static func proxyHeaders(_ input: [UInt8]) {
        Cuts.agree(on: input, "the source") { pieces -> String in
            var header = ProxyHeader()
            var taken = 0
            for piece in pieces {
                var offset = 0
                do throws(ProxyHeader.Refusal) {
                    let progress = try header.next(piece.span, &offset)
                    if case .done(let source) = progress { return "\(source) \(taken + offset)" }
                } catch {
                    return "\(error)"
                }
                taken += piece.count
            }
            return "unfinished"
        }
    }

    /// Whatever a request says of its way, the client is an address.
    static func forwarding(_ input: [UInt8]) {
        var parser = HTTPRequestParser()
        var offset = 0
        guard case .head(let head)? = try? parser.next(input.span, &offset) else { return }
        for header in [TrustedProxies.Header.forwardedFor, .forwarded] {
            let origin = TrustedProxies(hops: 2, header: header)
                .origin(of: head, peer: Array("192.0.2.1".utf8), isSecure: false)
            let address = SocketAddress(numeric: origin.client.span, port: 0)
            precondition(address != nil, "a client without an address")
        }
    }
}
