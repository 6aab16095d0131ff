internal import SmugHTTP
internal import SmugJSON
internal import SmugLoop

/// What an extension wants to be told, how much of it at a time, and where.
struct TelemetrySubscription: Hashable, Sendable {
    /// How much is gathered before it is sent.
    struct Buffering: Hashable, Sendable {
        var maxItems = 10_000
        var maxBytes = 262_144
        var timeout = Duration.seconds(1)
    }

    enum Destination: Hashable, Sendable {
        case http(SocketAddress, HTTPMethod, target: String)
        case tcp(SocketAddress)
    }

    /// All that is wrong with the document of a subscription.
    struct Fault: Error, Hashable {
        var problems: [String] = []
    }

    let api: TelemetryAPI
    let schema: String
    let sources: [TelemetrySource]
    let buffering: Buffering
    let destination: Destination

    init(_ body: [UInt8], to api: TelemetryAPI) throws(Fault) {
        guard let document = try? JSONValue(parsing: body), document.object != nil else {
            throw Fault(problems: ["the body is no JSON object"])
        }
        var reader = SubscriptionReader(document: document)
        schema = reader.schema(of: api)
        sources = reader.sources()
        buffering = reader.buffering()
        let destination = reader.destination()
        guard let destination, reader.problems.isEmpty else {
            throw Fault(problems: reader.problems)
        }
        self.destination = destination
        self.api = api
    }
}

/// Reads a subscription and notes every problem.
private struct SubscriptionReader {
    /// The environment's name for itself, and those that mean the same on this machine.
    private static let hosts = ["sandbox.localdomain", "sandbox", "localhost", "127.0.0.1"]

    let document: JSONValue
    var problems: [String] = []

    init(document: JSONValue) { self.document = document }

    mutating func schema(of api: TelemetryAPI) -> String {
        let given = document["schemaVersion"]?.string ?? api.defaultSchema ?? ""
        if !api.schemas.contains(given) {
            problems.append("schemaVersion should be one of \(api.schemas.joined(separator: ", "))")
        }
        return given
    }

    mutating func sources() -> [TelemetrySource] {
        let names = document["types"]?.array ?? []
        let sources = names.compactMap { $0.string.flatMap(TelemetrySource.init) }
        if names.isEmpty { problems.append("types should not be empty") }
        if sources.count < names.count {
            let known = TelemetrySource.allCases.map(\.rawValue).joined(separator: ", ")
            problems.append("types should be of \(known)")
        }
        return sources.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    mutating func buffering() -> TelemetrySubscription.Buffering {
        var buffering = TelemetrySubscription.Buffering()
        if let items = integer("maxItems", 1_000...10_000) { buffering.maxItems = items }
        if let bytes = integer("maxBytes", 262_144...1_048_576) { buffering.maxBytes = bytes }
        if let time = integer("timeoutMs", 25...30_000) { buffering.timeout = .milliseconds(time) }
        return buffering
    }

    private mutating func integer(_ name: String, _ range: ClosedRange<Int>) -> Int? {
        guard let value = document["buffering"]?[name], value != .null else { return nil }
        guard let number = value.int, range.contains(number) else {
            problems.append(
                "buffering.\(name) should be from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    mutating func destination() -> TelemetrySubscription.Destination? {
        let destination = document["destination"]
        switch destination?["protocol"]?.string {
        case "HTTP":
            guard let (address, target) = place("http://", destination) else { return nil }
            let name = destination?["method"]?.string ?? "POST"
            guard name == "POST" || name == "PUT" else {
                problems.append("destination.method should be POST or PUT")
                return nil
            }
            return .http(address, name == "PUT" ? .put : .post, target: target)
        case "TCP":
            if let port = destination?["port"]?.int { return address(port).map { .tcp($0) } }
            return place("tcp://", destination).map { .tcp($0.0) }
        default:
            problems.append("destination.protocol should be HTTP or TCP")
            return nil
        }
    }

    private mutating func place(
        _ scheme: String, _ destination: JSONValue?
    ) -> (SocketAddress, target: String)? {
        let uri = destination?["URI"]?.string ?? ""
        guard uri.hasPrefix(scheme) else {
            problems.append("destination.URI should start with \(scheme)")
            return nil
        }
        let rest = uri.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard let host = parts.first, Self.hosts.contains(String(host)) else {
            problems.append("destination.URI should be of sandbox.localdomain")
            return nil
        }
        guard parts.count == 2 else {
            problems.append("URI port is not provided")
            return nil
        }
        let target = rest.dropFirst(authority.count)
        guard target.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
            problems.append("destination.URI should be ASCII without spaces")
            return nil
        }
        return address(Int(parts[1]) ?? 0).map {
            ($0, target: target.hasPrefix("/") ? String(target) : "/" + target)
        }
    }

    private mutating func address(_ port: Int) -> SocketAddress? {
        guard let port = UInt16(exactly: port), port > 0 else {
            problems.append("the destination's port should be from 1 to 65535")
            return nil
        }
        return SocketAddress(host: "127.0.0.1", port: port)
    }
}
