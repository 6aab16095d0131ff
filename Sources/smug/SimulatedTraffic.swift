internal import SmugGateway
internal import SmugLoop

/// The traffic of `smug simulate`: from a file, from a log, or generated.
struct SimulatedTraffic {
    private enum Source {
        case file(String)
        case accessLog(String)
        case generated(ArrivalGenerator.Kind, count: Int, seed: Int)
    }

    /// A file of traffic may be so large.
    private static var maxBytes: Int { 2 << 30 }
    /// Generated traffic lasts so long in the mean, so that the latest of it has a time: a single
    /// gap is up to 37 times as long as its mean.
    private static var maxSeconds: Double { 1e8 }

    private let source: Source
    private let route: RouteDefinition
    private let manifest: Manifest

    init(
        _ arguments: Arguments, route: RouteDefinition, of manifest: Manifest
    ) throws(CommandError) {
        self.route = route
        self.manifest = manifest
        let names = ["--arrivals", "--access-log", "--poisson"].filter { arguments[$0] != nil }
        let flags = ["--bursts", "--ramp"].filter { arguments.has($0) }
        let given = names + flags
        guard given.count <= 1 else {
            throw .usage(
                "\(given[0]) and \(given[1]) are both given, and traffic has one source",
                "remove one of the two")
        }
        let generates = given.first.map { !["--arrivals", "--access-log"].contains($0) } ?? true
        if !generates, let name = ["--count", "--seed"].first(where: { arguments[$0] != nil }) {
            throw .usage(
                "\(name) is for traffic that is generated, and \(given[0]) is a file",
                "remove one of the two")
        }
        let count = try arguments.integer("--count", in: 1...20_000_000) ?? 100_000
        let seed = try arguments.integer("--seed", in: 0...Int.max) ?? 1
        switch given.first {
        case "--arrivals": source = .file(arguments["--arrivals"] ?? "")
        case "--access-log": source = .accessLog(arguments["--access-log"] ?? "")
        case "--poisson":
            let text = arguments["--poisson"] ?? ""
            guard let rate = Double(text), rate > 0, rate <= 1e9 else {
                throw .usage("--poisson is '\(text)'", "requests a second, such as --poisson 200")
            }
            guard Double(count) / rate <= Self.maxSeconds else {
                throw .usage(
                    "--poisson is '\(text)': \(count) requests would take more than three years",
                    "a higher rate, or fewer requests with --count")
            }
            source = .generated(.poisson(rate: rate), count: count, seed: seed)
        case "--bursts": source = .generated(.bursts, count: count, seed: seed)
        case "--ramp": source = .generated(.ramp, count: count, seed: seed)
        default:
            throw .usage(
                "there is no traffic: neither a file nor a kind to generate",
                "--arrivals FILE, --access-log FILE, --poisson RATE, --bursts or --ramp")
        }
    }

    /// Sorted by time; at least one.
    func arrivals() throws(CommandError) -> [Arrival] {
        switch source {
        case .generated(let kind, let count, let seed):
            var generator = ArrivalGenerator(kind, seed: UInt64(seed))
            return generator.arrivals(count)
        case .file(let path):
            let bytes = try read(path)
            do throws(ArrivalError) {
                return try ArrivalFile.read(bytes)
            } catch {
                throw failure(error, path)
            }
        case .accessLog(let path):
            let bytes = try read(path)
            let log: AccessLogArrivals
            do throws(ArrivalError) {
                log = try AccessLogArrivals(
                    bytes, route: route.signature, among: manifest.routes.map(\.signature),
                    hasKeys: !route.batching.key.isEmpty)
            } catch {
                throw failure(error, path)
            }
            guard log.arrivals.isEmpty else { return log.arrivals }
            let known = log.routes.prefix(3).map { "'\($0.name)'" }.joined(separator: ", ")
            throw .failed(
                "\(path) holds no request of '\(route.description)'",
                known.isEmpty
                    ? "give a log that the gateway wrote at level info" : "it has those of \(known)"
            )
        }
    }

    private func failure(_ error: ArrivalError, _ path: String) -> CommandError {
        let place = error.line.map { "\(path):\($0)" } ?? path
        return .failed("\(place): \(error.message)", error.remedy)
    }

    private func read(_ path: String) throws(CommandError) -> [UInt8] {
        let bytes: [UInt8]?
        do throws(LoopError) {
            bytes = try LocalFile.read(path, limit: Self.maxBytes)
        } catch {
            throw .failed("cannot read \(path): \(error.message)", "name a file that you may read")
        }
        guard let bytes else { throw .failed("there is no file \(path)", "check its path") }
        return bytes
    }
}
