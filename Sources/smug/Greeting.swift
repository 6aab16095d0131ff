internal import SmugGateway
internal import SmugHTTP
internal import SmugLoop

/// What a person who starts the gateway sees first: the routes, and a line to try.
///
/// On the error output, where it does not get between log lines.
struct Greeting {
    let manifest: Manifest
    let address: SocketAddress

    func show() {
        var text = "\nsmug listens on \(scheme)://\(address)\n\n\(RouteTable(manifest).text)"
        if let example { text += "\nTry: \(example)\n" }
        StandardStream.error.write(text + "Ctrl-C ends it.\n\n")
    }

    private var scheme: String { manifest.tls == nil ? "http" : "https" }

    private var example: String? {
        let route = manifest.routes.first { $0.method == .get } ?? manifest.routes.first
        guard let route else { return nil }
        let path = route.template.text.split(separator: "/").map { segment in
            segment.hasPrefix("{") ? "world" : String(segment)
        }
        let method = route.method.map { $0 == .get ? "" : "-X \($0.rawValue) " } ?? ""
        return "curl -i \(method)\(scheme)://\(address)/\(path.joined(separator: "/"))"
    }
}
