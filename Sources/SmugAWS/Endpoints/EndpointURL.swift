/// Where a service listens: `http` or `https`, a host, a port, and a path to put before others.
///
/// Strict: no user, query or fragment, no escapes in the host, no `.` or `..` in the path.
package struct EndpointURL: Hashable, Sendable, CustomStringConvertible {
    /// How the connection is made.
    package enum Scheme: String, Sendable {
        case http
        case https

        /// The port that is left out of `Host`.
        package var defaultPort: Int { self == .http ? 80 : 443 }
    }

    /// Plain or over TLS.
    package let scheme: Scheme
    /// In lower case; an IPv6 address without its brackets.
    package let host: String
    /// Always there: the scheme's own when the URL names none.
    ///
    /// 1 ... 65535.
    package let port: Int
    /// Empty, or a slash and more, without a slash at the end; encoded as on the wire.
    package let basePath: String

    /// Parses a whole URL; one slash or more at its end are dropped.
    package init(_ text: String) throws(EndpointURLError) {
        guard let separator = text.firstRange(of: "://") else { throw .init(.scheme, text) }
        guard let scheme = Scheme(rawValue: text[..<separator.lowerBound].lowercased()) else {
            throw .init(.scheme, text)
        }
        let rest = text[separator.upperBound...]
        let pathStart = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let authority = try Self.authority(rest[..<pathStart], in: text)
        self.scheme = scheme
        host = authority.host
        port = authority.port ?? scheme.defaultPort
        basePath = try Self.path(rest[pathStart...], in: text)
    }

    /// Takes parts that are known to be right; without a port the scheme's own.
    init(scheme: Scheme, host: String, port: Int? = nil, basePath: String = "") {
        self.scheme = scheme
        self.host = host
        self.port = port ?? scheme.defaultPort
        self.basePath = basePath
    }

    /// The same with labels in front of the host, which end in a dot.
    func with(hostPrefix: String) -> EndpointURL {
        EndpointURL(scheme: scheme, host: hostPrefix + host, port: port, basePath: basePath)
    }

    /// Whether the host is an IP address, in front of which no label can stand.
    var hasAddressAsHost: Bool {
        host.contains(":")
            || host.split(separator: ".").last?.utf8.allSatisfy(ASCIIByte.isDigit) == true
    }

    /// The value of `Host`: with brackets where needed, with the port unless it is the scheme's.
    package var hostHeader: String {
        let host = host.contains(":") ? "[\(host)]" : host
        return port == scheme.defaultPort ? host : "\(host):\(port)"
    }

    /// The URL in its shortest form.
    package var description: String { "\(scheme.rawValue)://\(hostHeader)\(basePath)" }

    private static func authority(
        _ authority: Substring, in text: String
    ) throws(EndpointURLError) -> (host: String, port: Int?) {
        guard !authority.contains("@") else { throw .init(.user, text) }
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else { throw .init(.host, text) }
            let address = authority[authority.index(after: authority.startIndex)..<end]
            guard IPv6Literal.isValid(address) else { throw .init(.host, text) }
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.first == ":" else { throw .init(.port, text) }
            return (address.lowercased(), try rest.isEmpty ? nil : port(rest.dropFirst(), in: text))
        }
        let hostEnd = authority.firstIndex(of: ":") ?? authority.endIndex
        guard isHost(authority[..<hostEnd]) else { throw .init(.host, text) }
        let port =
            try hostEnd == authority.endIndex
            ? nil : port(authority[hostEnd...].dropFirst(), in: text)
        return (authority[..<hostEnd].lowercased(), port)
    }

    private static func port(
        _ digits: Substring, in text: String
    ) throws(EndpointURLError) -> Int {
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy(ASCIIByte.isDigit),
            let port = Int(digits), (1...65535).contains(port)
        else { throw .init(.port, text) }
        return port
    }

    /// Labels of letters, digits, hyphens and underscores, at most 253 bytes together.
    private static func isHost(_ host: Substring) -> Bool {
        guard (1...253).contains(host.utf8.count) else { return false }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy {
                    ASCIIByte.isAlphanumeric($0) || $0 == UInt8(ascii: "-")
                        || $0 == UInt8(ascii: "_")
                }
        }
    }

    private static func path(
        _ path: Substring, in text: String
    ) throws(EndpointURLError) -> String {
        guard !path.contains(where: { $0 == "?" || $0 == "#" }) else { throw .init(.query, text) }
        var path = path
        while path.last == "/" { path.removeLast() }
        for segment in path.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            guard isSegment(Array(segment.utf8)) else { throw .init(.path, text) }
        }
        return String(path)
    }

    /// RFC 3986 section 3.3, without empty and dotted ones, which are not the same to everyone.
    private static func isSegment(_ bytes: [UInt8]) -> Bool {
        guard !bytes.isEmpty, !bytes.allSatisfy({ $0 == UInt8(ascii: ".") }) else { return false }
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "%") {
                let digits = bytes[(index + 1)...].prefix(2)
                guard digits.count == 2, digits.allSatisfy(ASCIIByte.isHexDigit) else {
                    return false
                }
            } else if !ASCIIByte.isAlphanumeric(byte), !"-._~!$&'()*+,;=:@".utf8.contains(byte) {
                return false
            }
        }
        return true
    }
}
