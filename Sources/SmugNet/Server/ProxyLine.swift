internal import SmugLoop

/// Version 1 of the PROXY protocol: `PROXY TCP4 192.0.2.1 198.51.100.1 56324 443` and CRLF.
enum ProxyLine {
    static let start = Array("PROXY ".utf8)

    /// Judges a line with the line feed that ends it.
    static func source(
        of line: [UInt8]
    ) throws(ProxyHeader.Refusal) -> ProxyHeader.Source {
        guard line.suffix(2).elementsEqual("\r\n".utf8) else { throw .malformed }
        let words = line.dropLast(2).split(
            separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count > 1 else { throw .malformed }
        let family = words[1]
        // Whatever follows it means nothing.
        if family.elementsEqual("UNKNOWN".utf8) { return .connection }
        let isIPv6 = family.elementsEqual("TCP6".utf8)
        guard isIPv6 || family.elementsEqual("TCP4".utf8), words.count == 6,
            let port = Self.port(words[4]), Self.port(words[5]) != nil,
            let client = address(words[2], port, isIPv6: isIPv6),
            address(words[3], 0, isIPv6: isIPv6) != nil
        else { throw .malformed }
        return .client(client)
    }

    private static func address(
        _ text: ArraySlice<UInt8>, _ port: UInt16, isIPv6: Bool
    ) -> SocketAddress? {
        // IPv4 in IPv6's clothes is IPv6 here, and IPv4 for all who get to know it.
        guard text.contains(UInt8(ascii: ":")) == isIPv6 else { return nil }
        return SocketAddress(numeric: text.span, port: port)
    }

    /// Digits without a zero before them.
    private static func port(_ digits: ArraySlice<UInt8>) -> UInt16? {
        guard digits.count <= 5, digits.allSatisfy({ $0 &- 0x30 < 10 }),
            digits.count == 1 || digits.first != UInt8(ascii: "0")
        else { return nil }
        return UInt16(String(decoding: digits, as: UTF8.self))
    }
}
