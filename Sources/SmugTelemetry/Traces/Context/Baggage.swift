package import SmugHTTP

/// `baggage` (W3C Baggage): what callers tell all that take part in a trace.
///
/// It is passed on as it came, in one field, but for members that are none.
package struct Baggage: Hashable, Sendable {
    /// As many as every receiver has to take (section 3.3.2); what comes later is left out.
    static let maxMembers = 64
    static let maxBytes = 8192

    /// Without blanks around its members; empty for none.
    package let bytes: [UInt8]

    package init() { bytes = [] }

    /// Reads all fields of the name.
    package init(_ fields: HTTPFields) {
        var bytes: [UInt8] = []
        var count = 0
        for range in fields.all("baggage") {
            for member in ListMembers(fields.bytes[range]) where Self.isMember(member) {
                let separated = bytes.count + member.count + (bytes.isEmpty ? 0 : 1)
                guard count < Self.maxMembers, separated <= Self.maxBytes else {
                    self.bytes = bytes
                    return
                }
                if !bytes.isEmpty { bytes.append(UInt8(ascii: ",")) }
                bytes += member
                count += 1
            }
        }
        self.bytes = bytes
    }

    /// `key = value`, and perhaps properties behind semicolons.
    private static func isMember(_ member: ArraySlice<UInt8>) -> Bool {
        var parts = ListMembers(member, separator: ";")
        guard let pair = parts.next(), let equals = pair.firstIndex(of: UInt8(ascii: "=")) else {
            return false
        }
        return isToken(ListMembers.trimmed(pair[..<equals]))
            && isValue(ListMembers.trimmed(pair[(equals + 1)...]))
            && parts.allSatisfy(isProperty)
    }

    private static func isProperty(_ property: ArraySlice<UInt8>) -> Bool {
        guard let equals = property.firstIndex(of: UInt8(ascii: "=")) else {
            return isToken(property)
        }
        return isToken(ListMembers.trimmed(property[..<equals]))
            && isValue(ListMembers.trimmed(property[(equals + 1)...]))
    }

    /// `token` of RFC 9110, section 5.6.2.
    private static func isToken(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.isEmpty
            && bytes.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// `baggage-octet`s: printable, and none of `",;\` and the blank.
    private static func isValue(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.allSatisfy { byte in
            (0x21...0x7E).contains(byte) && !"\",;\\".utf8.contains(byte)
        }
    }
}
