package import SmugHTTP

/// `tracestate` (W3C Trace Context, section 3.3): what tracing systems say to themselves.
///
/// It is passed on as it came, in one field.
package struct TraceState: Hashable, Sendable {
    /// More members than these make it none.
    static let maxMembers = 32
    /// So much is passed on; what is over is taken out as section 3.3.1.5 has it.
    static let maxBytes = 512
    /// Members over this length go first.
    private static let longMemberBytes = 128

    /// Without blanks around its members; empty for none.
    package let bytes: [UInt8]

    package init() { bytes = [] }

    /// Reads all fields of the name; where a member is none, all of it counts as absent.
    package init(_ fields: HTTPFields) {
        var members: [ArraySlice<UInt8>] = []
        var keys: Set<ArraySlice<UInt8>> = []
        for range in fields.all("tracestate") {
            for member in ListMembers(fields.bytes[range]) where !member.isEmpty {
                guard members.count < Self.maxMembers, let key = Self.key(of: member),
                    keys.insert(key).inserted
                else {
                    bytes = []
                    return
                }
                members.append(member)
            }
        }
        bytes = Self.joined(members)
    }

    private static func joined(_ members: [ArraySlice<UInt8>]) -> [UInt8] {
        var members = members
        var count = members.reduce(members.count - 1) { $0 + $1.count }
        while count > maxBytes, !members.isEmpty {
            let long = members.lastIndex { $0.count > longMemberBytes } ?? members.count - 1
            count -= members.remove(at: long).count + 1
        }
        return Array(members.joined(separator: CollectionOfOne(UInt8(ascii: ","))))
    }

    /// The key of a member; `nil` where the member is none.
    private static func key(of member: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let equals = member.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let key = member[..<equals]
        let value = member[(equals + 1)...]
        guard isKey(key), (1...256).contains(value.count), value.allSatisfy(isValueByte) else {
            return nil
        }
        return key
    }

    /// `simple-key`, or `tenant@system` (section 3.3.1.3.1).
    private static func isKey(_ key: ArraySlice<UInt8>) -> Bool {
        let parts = key.split(
            separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        switch parts.count {
        case 1: return parts[0].count <= 256 && startsSmall(parts[0], digits: false)
        case 2:
            return parts[0].count <= 241 && startsSmall(parts[0], digits: true)
                && parts[1].count <= 14 && startsSmall(parts[1], digits: false)
        default: return false
        }
    }

    /// Whether a part of a key holds what it may, beginning with a letter or else a digit.
    private static func startsSmall(_ part: ArraySlice<UInt8>, digits: Bool) -> Bool {
        guard let first = part.first,
            first.isSmallLetter || (digits && first.isDecimalDigit)
        else { return false }
        return part.allSatisfy {
            $0.isSmallLetter || $0.isDecimalDigit || "_-*/".utf8.contains($0)
        }
    }

    /// Printable, and no comma and no equals sign.
    private static func isValueByte(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte) && byte != UInt8(ascii: ",") && byte != UInt8(ascii: "=")
    }
}

extension UInt8 {
    var isSmallLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
    var isDecimalDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
