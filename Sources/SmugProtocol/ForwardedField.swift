/// The fields in which proxies tell of a request's way, of which an event tells the truth.
enum ForwardedField: String, CaseIterable {
    /// Every address on the way but that of the last connection.
    case forwardedFor = "x-forwarded-for"
    case forwardedHost = "x-forwarded-host"
    case forwardedPort = "x-forwarded-port"
    case forwardedProto = "x-forwarded-proto"
    /// RFC 7239: all of this in one field.
    case forwarded = "forwarded"

    /// Whether one of them has this name, which is in lower case.
    @inline(__always)
    static func has(name: Span<UInt8>) -> Bool {
        switch name.count {
        case 9: name.holds("forwarded")
        case 15: name.holds("x-forwarded-for")
        case 16: name.holds("x-forwarded-host") || name.holds("x-forwarded-port")
        case 17: name.holds("x-forwarded-proto")
        default: false
        }
    }
}
