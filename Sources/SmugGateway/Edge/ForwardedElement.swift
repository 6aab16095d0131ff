/// What one proxy says in `Forwarded` (RFC 7239, section 4).
struct ForwardedElement: Hashable {
    private(set) var node: [UInt8]?
    private(set) var host: [UInt8]?
    private(set) var scheme: [UInt8]?

    /// - Returns: `nil` for what is no list of pairs, or says one thing twice.
    init?(_ text: ArraySlice<UInt8>) {
        var rest = text
        var names: Set<[UInt8]> = []
        while !rest.isEmpty {
            guard let equals = rest.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let name = rest[..<equals].map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
            rest = rest[(equals + 1)...]
            guard names.insert(name).inserted, let value = Self.takeValue(from: &rest) else {
                return nil
            }
            switch name {
            case Self.forName: node = value
            case Self.hostName: host = value
            case Self.protoName: scheme = value
            default: break
            }
        }
    }

    private static let forName = Array("for".utf8)
    private static let hostName = Array("host".utf8)
    private static let protoName = Array("proto".utf8)

    /// Takes a token or a quoted string and the semicolon behind it.
    private static func takeValue(from rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        let isQuoted = rest.first == UInt8(ascii: "\"")
        guard let value = isQuoted ? takeString(from: &rest) : takeToken(from: &rest) else {
            return nil
        }
        guard let next = rest.first else { return value }
        guard next == UInt8(ascii: ";") else { return nil }
        rest.removeFirst()
        // A semicolon may stand at the end, as some proxies write it.
        rest = rest.drop { $0 == UInt8(ascii: " ") }
        return value
    }

    private static func takeToken(from rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        let value = rest.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: "\"") }
        rest = rest[value.endIndex...]
        while rest.first == UInt8(ascii: " ") { rest.removeFirst() }
        return value.isEmpty ? nil : Array(value)
    }

    private static func takeString(from rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        var value: [UInt8] = []
        rest.removeFirst()
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") { return value }
            guard byte == UInt8(ascii: "\\") else {
                value.append(byte)
                continue
            }
            guard let escaped = rest.popFirst() else { return nil }
            value.append(escaped)
        }
        return nil
    }
}
