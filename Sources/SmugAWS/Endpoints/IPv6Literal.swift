/// IPv6 addresses as text, RFC 4291 section 2.2; without zone.
enum IPv6Literal {
    static func isValid(_ text: Substring) -> Bool {
        var groups = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (3...9).contains(groups.count) else { return false }
        var available = 8
        if let last = groups.last, last.contains(".") {
            guard isIPv4(last) else { return false }
            groups.removeLast()
            available = 6
        }
        // A leading or trailing `::` leaves two empty groups at its end of the list.
        var empty = groups.count { $0.isEmpty }
        if groups.count >= 2 {
            if groups[0].isEmpty, groups[1].isEmpty { empty -= 1 }
            if groups[0].isEmpty, !groups[1].isEmpty { return false }
            if available == 8, groups[groups.count - 1].isEmpty {
                guard groups[groups.count - 2].isEmpty else { return false }
                empty -= 1
            }
        }
        let filled = groups.filter { !$0.isEmpty }
        guard filled.allSatisfy(isGroup) else { return false }
        return empty == 0 ? filled.count == available : empty == 1 && filled.count < available
    }

    private static func isGroup(_ group: Substring) -> Bool {
        group.utf8.count <= 4 && group.utf8.allSatisfy(ASCIIByte.isHexDigit)
    }

    private static func isIPv4(_ text: Substring) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.utf8.count) && part.utf8.allSatisfy(ASCIIByte.isDigit)
                    && (part.utf8.count == 1 || part.first != "0") && UInt8(part) != nil
            }
    }
}
