/// A domain name as messages carry it: labels behind their lengths (RFC 1035 section 3.1).
///
/// In lower case, as names are the same in any.
struct DNSName: Hashable, Sendable {
    /// RFC 1035 section 2.3.4; with the length of each label and the root's.
    static let maxBytes = 255
    static let maxLabelBytes = 63

    private(set) var bytes: [UInt8] = []

    /// From a host's name, with or without a dot at its end; `nil` for what is none.
    init?(_ host: String) {
        let dot = UInt8(ascii: ".")
        let text = Array(host.utf8)
        let labels = text.last == dot ? text.dropLast() : text[...]
        for label in labels.split(separator: dot, omittingEmptySubsequences: false) {
            guard append(label) else { return nil }
        }
        bytes.append(0)
    }

    /// Reads a name in a message, whose end may be a pointer to an earlier place (section 4.1.4).
    ///
    /// - Parameter offset: where it begins; then what follows it.
    init?(_ message: [UInt8], at offset: inout Int) {
        var place = offset
        // Each pointer leads further to the front than the one before, so that they come to an end.
        var earliest = offset
        var end: Int?
        while place < message.count {
            let length = Int(message[place])
            switch length {
            case 0:
                bytes.append(0)
                offset = end ?? place + 1
                return
            case ...Self.maxLabelBytes:
                let next = place + 1 + length
                guard next <= message.count, append(message[(place + 1)..<next]) else { return nil }
                place = next
            case 0xC0...:
                guard place + 1 < message.count else { return nil }
                let target = (length & 0x3F) << 8 | Int(message[place + 1])
                guard target < earliest else { return nil }
                end = end ?? place + 2
                earliest = target
                place = target
            default: return nil
            }
        }
        return nil
    }

    /// Whether there was room for the label, and the root's length after it.
    private mutating func append(_ label: ArraySlice<UInt8>) -> Bool {
        guard (1...Self.maxLabelBytes).contains(label.count),
            bytes.count + 1 + label.count + 1 <= Self.maxBytes
        else { return false }
        bytes.append(UInt8(label.count))
        for byte in label {
            let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            bytes.append(isCapital ? byte | 0x20 : byte)
        }
        return true
    }
}
