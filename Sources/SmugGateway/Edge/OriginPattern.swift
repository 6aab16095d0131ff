/// An origin whose pages may read answers, or all origins below a domain.
struct OriginPattern: Hashable, Sendable, CustomStringConvertible {
    /// What an origin begins with; the whole of it where there is no star.
    private let prefix: [UInt8]
    /// What it ends with, where labels may stand between: `.example.com`.
    private let suffix: [UInt8]?

    /// What texts look like that may be one, or `*`; ``ManifestText/pattern``.
    static let textPattern =
        #"^(\*|[A-Za-z0-9+.-]+://(\*\.)?([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?)$"#

    /// Reads `https://app.example.com`, `http://localhost:8080` or `https://*.example.com`.
    ///
    /// Browsers write origins in lower case, without a path and without their scheme's own port
    /// (RFC 6454, section 6.2): what could never be equal to one is refused.
    init(parsing text: String) throws(TextFault) {
        let remedy = "give an origin such as `https://app.example.com`, or `*`"
        if text == "null" {
            throw TextFault(
                "is the origin of every page that hides its own", remedy: "remove it")
        }
        let lower = text.lowercased()
        guard let start = lower.firstRange(of: "://"), !lower[..<start.lowerBound].isEmpty,
            lower[..<start.lowerBound].utf8.allSatisfy(Self.isSchemeByte)
        else { throw TextFault("is \"\(text.excerpt)\", without a scheme", remedy: remedy) }
        let host = lower[start.upperBound...]
        if host.utf8.contains(UInt8(ascii: "/")) {
            throw TextFault(
                "is \"\(text.excerpt)\", with a path", remedy: "remove what follows the host")
        }
        let (name, port) = Self.split(host)
        let domain = name.hasPrefix("*.") ? name.dropFirst(2) : name
        guard Self.isHost(domain), port.map(Self.isPort) ?? true else {
            throw TextFault("is \"\(text.excerpt)\", which is no origin", remedy: remedy)
        }
        let scheme = lower[..<start.lowerBound]
        if (scheme == "https" && port == "443") || (scheme == "http" && port == "80") {
            throw TextFault(
                "names its scheme's own port, which no browser writes", remedy: "remove the port")
        }
        if name.hasPrefix("*.") {
            prefix = Array(lower[..<start.upperBound].utf8)
            suffix = Array(host.dropFirst().utf8)
        } else {
            prefix = Array(lower.utf8)
            suffix = nil
        }
    }

    /// As a manifest has it, in lower case.
    var description: String {
        String(decoding: prefix + (suffix.map { [UInt8(ascii: "*")] + $0 } ?? []), as: UTF8.self)
    }

    func matches(_ origin: ArraySlice<UInt8>) -> Bool {
        guard let suffix else { return origin.elementsEqual(prefix) }
        guard origin.count > prefix.count + suffix.count, origin.starts(with: prefix),
            origin.suffix(suffix.count).elementsEqual(suffix)
        else { return false }
        return origin.dropFirst(prefix.count).dropLast(suffix.count).allSatisfy(Self.isNameByte)
    }

    private static func split(_ host: Substring) -> (Substring, port: Substring?) {
        guard let colon = host.lastIndex(of: ":"), !host[colon...].contains("]") else {
            return (host, nil)
        }
        return (host[..<colon], host[host.index(after: colon)...])
    }

    private static func isHost(_ text: Substring) -> Bool {
        if text.hasPrefix("["), text.hasSuffix("]") {
            return IPAddress.isIPv6(String(text.dropFirst().dropLast()))
        }
        return !text.isEmpty && text.utf8.allSatisfy(isNameByte) && !text.hasPrefix(".")
    }

    private static func isPort(_ digits: Substring) -> Bool {
        digits.utf8.allSatisfy(\.isDigit) && UInt16(digits) != nil
    }

    private static func isSchemeByte(_ byte: UInt8) -> Bool {
        byte &- 0x61 < 26 || byte.isDigit || "+-.".utf8.contains(byte)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte &- 0x61 < 26 || byte.isDigit || "-_.".utf8.contains(byte)
    }
}
