/// Asks a server, which asks others, for a host's addresses (RFC 1035 section 4.1).
struct DNSQuestion: Hashable, Sendable {
    /// Which addresses are asked for: the types A and AAAA.
    enum Kind: UInt16, CaseIterable, Sendable {
        case v4 = 1
        case v6 = 28

        var addressBytes: Int { self == .v4 ? 4 : 16 }
    }

    /// The class of the Internet.
    static let internetClass: UInt16 = 1

    /// Whoever cannot see the question must guess it to answer.
    let id: UInt16
    let name: DNSName
    let kind: Kind

    /// The whole message.
    var message: [UInt8] {
        var message: [UInt8] = []
        message.append(id)
        // A question, with recursion desired; one of them, and nothing else.
        message += [0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0]
        message += name.bytes
        message.append(kind.rawValue)
        message.append(Self.internetClass)
        return message
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ number: UInt16) {
        append(UInt8(number >> 8))
        append(UInt8(truncatingIfNeeded: number))
    }
}
