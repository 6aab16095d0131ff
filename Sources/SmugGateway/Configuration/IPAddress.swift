/// Says whether text is an IP address (RFC 3986, section 3.2.2; RFC 4291, section 2.2).
enum IPAddress {
    /// Four decimal numbers without leading zeros.
    static func isIPv4(_ text: some StringProtocol) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                guard (1...3).contains(part.count), part.allSatisfy(\.isDigit),
                    part.count == 1 || part.first != UInt8(ascii: "0")
                else { return false }
                return UInt8(String(decoding: part, as: UTF8.self)) != nil
            }
    }

    /// Groups of hexadecimal digits, one gap at most, perhaps an IPv4 address at the end; no zone.
    static func isIPv6(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let gaps = bytes.indices.dropLast().filter {
            bytes[$0] == UInt8(ascii: ":") && bytes[$0 + 1] == UInt8(ascii: ":")
        }
        guard gaps.count <= 1 else { return false }
        guard let gap = gaps.first else { return groups(bytes[...], mayEndInIPv4: true) == 8 }
        let before = bytes[..<gap]
        let after = bytes[(gap + 2)...]
        guard let left = before.isEmpty ? 0 : groups(before, mayEndInIPv4: false),
            let right = after.isEmpty ? 0 : groups(after, mayEndInIPv4: true)
        else { return false }
        return left + right <= 7
    }

    /// How many groups of 16 bits the text is, or `nil`.
    private static func groups(_ bytes: ArraySlice<UInt8>, mayEndInIPv4: Bool) -> Int? {
        let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        var count = 0
        for (index, part) in parts.enumerated() {
            if (1...4).contains(part.count), part.allSatisfy(\.isHexDigit) {
                count += 1
            } else if mayEndInIPv4, index == parts.count - 1,
                isIPv4(String(decoding: part, as: UTF8.self))
            {
                count += 2
            } else {
                return nil
            }
        }
        return count
    }
}

extension UInt8 {
    var isHexDigit: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20)
    }
}
