/// The fields in which proxies tell of a request's way, of which an event tells the truth.
enum ForwardedField: UInt8 {
    /// `X-Forwarded-For`: every address on the way but that of the last connection.
    case addresses = 1
    case host = 2
    case port = 4
    case scheme = 8
    /// `Forwarded` (RFC 7239): all of this in one field.
    case elements = 16

    /// The field of this name, which is in lower case; `nil` for another.
    @inline(__always)
    init?(_ name: Span<UInt8>) {
        switch name.count {
        case 15 where name.holds("x-forwarded-for"): self = .addresses
        case 17 where name.holds("x-forwarded-proto"): self = .scheme
        case 16 where name.holds("x-forwarded-host"): self = .host
        case 16 where name.holds("x-forwarded-port"): self = .port
        case 9 where name.holds("forwarded"): self = .elements
        default: return nil
        }
    }
}
