import SmugHTTP
import SmugNet

/// What load balancers ask of a gateway.
enum HealthPage {
    case liveness
    case readiness

    /// `nil` for every other path.
    init?(path: ArraySlice<UInt8>) {
        switch path.count {
        case 8 where path.elementsEqual("/healthz".utf8): self = .liveness
        case 7 where path.elementsEqual("/readyz".utf8): self = .readiness
        default: return nil
        }
    }
}

/// What the gateway says of itself, whatever routes it has.
enum ServerAnswer {
    static func health(isDraining: Bool) -> HTTPResponse {
        var fields = HTTPFields()
        fields.append(name: "content-type", value: "text/plain; charset=utf-8")
        return HTTPResponse(
            isDraining ? .serviceUnavailable : .ok, fields: fields,
            body: Array((isDraining ? "draining\n" : "ok\n").utf8))
    }

    /// To `OPTIONS *`, which asks what the server as a whole can do (RFC 9110, section 9.3.7).
    static func options(allow: [UInt8]) -> HTTPResponse {
        var fields = HTTPFields()
        try? fields.append(name: "allow", value: allow[...])
        return HTTPResponse(.noContent, fields: fields)
    }
}

extension HTTPRequestHead {
    /// Whether its target is `*`: the server as a whole, none of its resources.
    var isForServer: Bool { method == .options && fields.bytes[path].elementsEqual("*".utf8) }
}
