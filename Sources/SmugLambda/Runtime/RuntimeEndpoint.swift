internal import SmugHTTP

/// Where a Runtime API is: what `AWS_LAMBDA_RUNTIME_API` says.
///
/// Lambda writes host and port. Emulators also write a URL, or put a path of their own in front.
struct RuntimeEndpoint: Hashable, Sendable {
    /// A name or a numeric address, without brackets.
    let host: String
    let port: UInt16
    /// What stands before each path of the Runtime API: empty, or `/` and more.
    let basePath: String

    init?(_ text: String) {
        var rest = text[...]
        if rest.hasPrefix("http://") { rest = rest.dropFirst(7) }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        var path = rest[slash...]
        while path.last == "/" { path = path.dropLast() }
        guard let (host, port) = HostValue.split(rest[..<slash], defaultPort: 80) else {
            return nil
        }
        guard path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else {
            return nil
        }
        self.host = host
        self.port = port
        self.basePath = String(path)
    }
}
