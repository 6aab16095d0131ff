/// The fields in which proxies tell of a request's way, of which an event tells the truth.
enum ForwardedField: Int, CaseIterable {
    /// Every address on the way but that of the last connection.
    case forwardedFor
    case forwardedHost
    case forwardedPort
    case forwardedProto
    /// RFC 7239: all of this in one field.
    case forwarded

    /// In lower case.
    var name: [UInt8] { Self.names[rawValue] }

    private static let names = [
        "x-forwarded-for", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto",
        "forwarded",
    ].map { Array($0.utf8) }

    /// The one of this name, which is in lower case.
    @inline(__always)
    init?(name: Span<UInt8>) {
        switch name.count {
        case 9 where name.holds("forwarded"): self = .forwarded
        case 15 where name.holds("x-forwarded-for"): self = .forwardedFor
        case 16 where name.holds("x-forwarded-host"): self = .forwardedHost
        case 16 where name.holds("x-forwarded-port"): self = .forwardedPort
        case 17 where name.holds("x-forwarded-proto"): self = .forwardedProto
        default: return nil
        }
    }

    /// Some of them.
    struct Group: OptionSet {
        let rawValue: Int

        init(rawValue: Int) { self.rawValue = rawValue }

        init(_ field: ForwardedField) { rawValue = 1 << field.rawValue }
    }
}
