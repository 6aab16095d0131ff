/// `uri-host [ ":" port ]` (RFC 9110, section 7.2).
package enum HostValue {
    /// Judges a range of the bytes.
    package static func isValid(_ bytes: [UInt8], _ range: Range<Int>, needsPort: Bool = false)
        -> Bool
    {
        guard let first = range.first else { return false }
        let hostEnd =
            bytes[first] == ASCII.openBracket
            ? literalEnd(bytes, range) : registeredNameEnd(bytes, range)
        guard let hostEnd, hostEnd > range.lowerBound else { return false }
        if hostEnd == range.upperBound { return !needsPort }
        guard bytes[hostEnd] == ASCII.colon else { return false }
        let port = hostEnd + 1..<range.upperBound
        return isPort(bytes, port) && !(needsPort && port.isEmpty)
    }

    /// Takes a host and its port apart; `nil` where the text is no such value.
    ///
    /// - Returns: the host without brackets, and a port above zero.
    package static func split(
        _ text: Substring, defaultPort: UInt16
    ) -> (host: String, port: UInt16)? {
        let bytes = Array(text.utf8)
        guard isValid(bytes, bytes.indices) else { return nil }
        var host = text[...]
        var port = defaultPort
        if !text.hasSuffix("]"), let colon = text.lastIndex(of: ":") {
            guard let number = UInt16(text[colon...].dropFirst()), number > 0 else { return nil }
            port = number
            host = text[..<colon]
        }
        return (String(host.hasPrefix("[") ? host.dropFirst().dropLast() : host), port)
    }

    private static func registeredNameEnd(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
        var index = range.lowerBound
        while index < range.upperBound, bytes[index] != ASCII.colon {
            if bytes[index] == ASCII.percent {
                guard index + 2 < range.upperBound, ASCII.hexValue(bytes[index + 1]) != nil,
                    ASCII.hexValue(bytes[index + 2]) != nil
                else { return nil }
                index += 3
            } else {
                guard ASCII.isRegisteredNameByte(bytes[index]) else { return nil }
                index += 1
            }
        }
        return index
    }

    /// The end of `[IPv6]`: hexadecimal digits, colons and dots, with two colons at least.
    private static func literalEnd(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
        var colons = 0
        for index in range.dropFirst() {
            switch bytes[index] {
            case ASCII.closeBracket: return colons >= 2 ? index + 1 : nil
            case ASCII.colon: colons += 1
            case ASCII.dot: continue
            case let byte: guard ASCII.hexValue(byte) != nil else { return nil }
            }
        }
        return nil
    }

    /// Digits, or nothing; a port is below 65,536.
    private static func isPort(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        var port = 0
        for index in range {
            guard ASCII.isDigit(bytes[index]) else { return false }
            port = port * 10 + Int(bytes[index] - ASCII.zero)
            guard port <= 65_535 else { return false }
        }
        return true
    }
}
