/// What a message says to a question (RFC 1035 section 4.1).
enum DNSAnswer: Hashable, Sendable {
    /// Not to this question, or not well formed: the answer may come yet.
    case other
    /// The answer is too long for UDP.
    case truncated
    /// The server cannot, or will not, say; with its code.
    case refused(code: UInt8)
    /// There is no such name.
    case unknown
    /// The host's addresses, as networks send them; none where it has none of this kind.
    case addresses([[UInt8]])
    /// The name stands for this one, whose addresses the message does not tell.
    case alias(DNSName)

    /// How long a chain of names that stand for others may be.
    static let maxAliases = 16
    /// Of more addresses the first are taken.
    static let maxAddresses = 16

    private static let headerBytes = 12

    /// Reads a message: bytes of any kind.
    init(_ message: [UInt8], to question: DNSQuestion) {
        let asked = question.message
        guard message.count >= Self.headerBytes, message[..<2] == asked[..<2],
            // A response, to an ordinary query.
            message[2] & 0xF8 == 0x80
        else {
            self = .other
            return
        }
        let code = message[3] & 0x0F
        let questions = message.number(at: 4)
        // Who refuses may leave the question out.
        if questions == 0, code != 0, code != 3 {
            self = .refused(code: code)
            return
        }
        var offset = Self.headerBytes
        let kinds = asked.suffix(4)
        guard questions == 1, DNSName(message, at: &offset) == question.name,
            message.dropFirst(offset).prefix(4) == kinds
        else {
            self = .other
            return
        }
        offset += kinds.count
        switch code {
        case 0 where message[2] & 0x02 != 0: self = .truncated
        case 0:
            let records = DNSRecords(message, from: offset, answering: question.kind)
            self = records?.answer(to: question.name) ?? .other
        case 3: self = .unknown
        default: self = .refused(code: code)
        }
    }
}

/// The records of an answer that lead from a name to its addresses.
private struct DNSRecords {
    private static let aliasType: UInt16 = 5

    private var aliases: [DNSName: DNSName] = [:]
    private var addresses: [DNSName: [[UInt8]]] = [:]

    /// `nil` where they are not well formed.
    init?(_ message: [UInt8], from start: Int, answering kind: DNSQuestion.Kind) {
        var offset = start
        for _ in 0..<(message.number(at: 6) ?? 0) {
            guard let owner = DNSName(message, at: &offset), let type = message.number(at: offset),
                let netClass = message.number(at: offset + 2),
                let length = message.number(at: offset + 8)
            else { return nil }
            let data = offset + 10
            offset = data + Int(length)
            guard offset <= message.count else { return nil }
            guard netClass == DNSQuestion.internetClass else { continue }
            if type == kind.rawValue {
                guard Int(length) == kind.addressBytes else { return nil }
                addresses[owner, default: []].append(Array(message[data..<offset]))
            } else if type == Self.aliasType {
                var end = data
                guard let target = DNSName(message, at: &end), end == offset else { return nil }
                // A name stands for one other (RFC 2181 section 10.1).
                if aliases[owner] == nil { aliases[owner] = target }
            }
        }
    }

    /// Follows the aliases from the name: what else a server tells was not asked for.
    func answer(to name: DNSName) -> DNSAnswer {
        var last = name
        for _ in 0...DNSAnswer.maxAliases {
            if let found = addresses[last] {
                return .addresses(Array(found.prefix(DNSAnswer.maxAddresses)))
            }
            guard let next = aliases[last] else {
                return last == name ? .addresses([]) : .alias(last)
            }
            last = next
        }
        return .addresses([])
    }
}

extension [UInt8] {
    fileprivate func number(at offset: Int) -> UInt16? {
        guard offset + 1 < count else { return nil }
        return UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
    }
}
