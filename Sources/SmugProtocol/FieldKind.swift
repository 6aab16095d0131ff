/// What a field's name means on its way through the gateway.
enum FieldKind {
    case ordinary
    /// Of one connection only, never forwarded (RFC 9110, section 7.6.1).
    case hopByHop
    case cookie
    case contentLength

    /// Judges a name in any case.
    init(_ name: Span<UInt8>) {
        let isHopByHop =
            switch name.count {
            case 2: name.holdsIgnoringCase("te")
            case 7: name.holdsIgnoringCase("trailer") || name.holdsIgnoringCase("upgrade")
            case 10: name.holdsIgnoringCase("connection") || name.holdsIgnoringCase("keep-alive")
            case 16: name.holdsIgnoringCase("proxy-connection")
            case 17: name.holdsIgnoringCase("transfer-encoding")
            case 18: name.holdsIgnoringCase("proxy-authenticate")
            case 19: name.holdsIgnoringCase("proxy-authorization")
            default: false
            }
        if isHopByHop {
            self = .hopByHop
        } else if name.holdsIgnoringCase("cookie") {
            self = .cookie
        } else {
            self = name.holdsIgnoringCase("content-length") ? .contentLength : .ordinary
        }
    }
}
