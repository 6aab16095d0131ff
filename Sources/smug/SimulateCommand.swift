internal import SmugGateway
internal import SmugLoop

/// `smug simulate`: what a route's policy makes of traffic, beside what knows the future.
enum SimulateCommand: Command {
    static let name = "simulate"
    static let summary = "replay traffic through a route's batching and say what it costs"
    static let options: [Option] = [
        .config,
        Option("--route", value: "ROUTE", "such as 'GET /a'; not needed where there is one"),
        Option("--arrivals", value: "FILE", "traffic: milliseconds, one a line"),
        Option("--access-log", value: "FILE", "traffic: the route's requests in a gateway's log"),
        Option("--poisson", value: "RATE", "traffic: independent requests, so many a second"),
        Option("--bursts", "traffic: ten requests a millisecond apart, then a pause"),
        Option("--ramp", "traffic: from 5 to 2000 requests a second"),
        Option("--count", value: "N", "how many requests are generated; default: 100000"),
        Option("--seed", value: "N", "the same seed generates the same traffic; default: 1"),
        Option(
            "--worth", value: "MS",
            "what an invocation is worth in waiting; default: the route's, else 20"),
        Option(
            "--invocation", value: "MS[+MS]",
            "how long an invocation takes, and for each request in it; default: 0"),
        Option(
            "--window", value: "MS", repeats: true, "compare: the route with a fixed window"),
        Option(
            "--try", value: "KEYS", repeats: true,
            "compare: other keys of x-smug, such as '{balance: {invocationWorthMs: 20}}'"),
        Option(
            "--svg", value: "FILE", "the chart; default where settings are compared: simulate.svg"),
        .output,
    ]
    static let examples = [
        (
            line: "smug simulate --config gateway.yaml --poisson 200",
            does: "says how its one route batches 100,000 requests, 200 a second in the mean"
        ),
        (
            line: """
            smug simulate --config Examples/local/gateway.yaml \\
              --route 'GET /slow/{name}' --bursts --window 20
            """,
            does: "compares a route with one that waits 20 ms: the result, and simulate.svg"
        ),
        (
            line: """
            smug simulate --config gateway.yaml --route 'GET /a' \\
              --access-log gateway.log --window 5 --window 20 \\
              --try '{balance: {invocationWorthMs: 20}}'
            """,
            does: "compares four settings on recorded traffic, draws them, and chooses"
        ),
    ]

    static func run(_ arguments: Arguments, _ environment: [String: String]) throws(CommandError) {
        let isJSON = try arguments.wantsJSON()
        let (_, manifest) = try ManifestSource(arguments, environment).read(environment)
        let route = try route(arguments["--route"], of: manifest)
        let settings = try SimulatedSetting.all(arguments, route, of: manifest)
        let worth = try worth(arguments, route)
        let invocation = try invocation(arguments)
        let arrivals = try SimulatedTraffic(arguments, route: route, of: manifest).arrivals()
        // So much a schedule without batches costs, in nanoseconds.
        guard Int64(arrivals.count) < Int64.max / 2 / max(1, worth) else {
            throw .usage(
                "\(arrivals.count) requests are too many for an invocation worth "
                    + "\(worth / 1_000_000) ms", "a lower --worth, or fewer requests")
        }
        var report = SimulationReport(worth: worth)
        for setting in settings {
            let replay = Replay(setting.route, limits: manifest.limits, invocation: invocation)
            let outcome = replay.run(arrivals) { progress(setting.name, $0, of: arrivals.count) }
            let optimum = Optimum.cost(
                arrivals, worth: worth, maxBatchSize: setting.route.batching.maxBatchSize)
            report.add(setting.name, outcome, optimum: optimum)
        }
        if StandardStream.error.isTerminal { StandardStream.error.write("\r\u{1B}[K") }
        let chart = arguments["--svg"] ?? (settings.count > 1 ? "simulate.svg" : nil)
        if let chart { try write(CostChart(report).svg, to: chart) }
        if isJSON {
            try Output.write(report.json(chart: chart))
        } else {
            try Output.write(report.text + (chart.map { "chart: \($0)\n" } ?? ""))
        }
    }

    /// On a terminal only.
    private static func progress(_ name: String, _ done: Int, of all: Int) {
        guard StandardStream.error.isTerminal else { return }
        StandardStream.error.write("\r\u{1B}[K\(name): \(done * 100 / max(1, all)) %")
    }

    private static func write(_ svg: String, to path: String) throws(CommandError) {
        do throws(LoopError) {
            try LocalFile.write(Array(svg.utf8), to: path)
        } catch {
            throw .failed("cannot write \(path): \(error.message)", "give another with --svg")
        }
    }

    // MARK: - Arguments

    private static func route(
        _ name: String?, of manifest: Manifest
    ) throws(CommandError) -> RouteDefinition {
        let names = manifest.routes.map(\.description)
        guard let name else {
            guard manifest.routes.count == 1, let only = manifest.routes.first else {
                throw .usage(
                    "the manifest has \(names.count) routes and --route names none of them",
                    "--route '\(names.first ?? "GET /a")'")
            }
            return only
        }
        guard let route = manifest.routes.first(where: { $0.description == name }) else {
            let nearest = NearestName.find(name, in: names) ?? names.first ?? "GET /a"
            throw .usage("the manifest has no route '\(name)'", "--route '\(nearest)'")
        }
        return route
    }

    private static func worth(
        _ arguments: Arguments, _ route: RouteDefinition
    ) throws(CommandError) -> Int64 {
        if let worth = try arguments.milliseconds("--worth", from: 0.001) { return worth }
        guard case .balance(let worth, _) = route.batching.window else { return 20_000_000 }
        return Int64(worth) * 1_000_000
    }

    private static func invocation(_ arguments: Arguments) throws(CommandError) -> InvocationTime {
        guard let text = arguments["--invocation"] else { return .none }
        let parts = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Double($0) }
        guard numbers.count == parts.count, let base = numbers.first,
            numbers.allSatisfy({ (0...900_000).contains($0) })
        else {
            throw .usage("--invocation is '\(text)'", "--invocation 20+1.5")
        }
        let each = numbers.count > 1 ? numbers[1] : 0
        return InvocationTime(
            nanoseconds: Int64(base * 1_000_000), nanosecondsPerItem: Int64(each * 1_000_000))
    }
}

extension Arguments {
    /// Milliseconds, up to 15 minutes, in nanoseconds.
    func milliseconds(_ name: String, from least: Double) throws(CommandError) -> Int64? {
        guard let text = self[name] else { return nil }
        guard let value = Double(text), (least...900_000).contains(value) else {
            throw .usage("\(name) is '\(text)'", "milliseconds from \(least) to 900000")
        }
        return Int64((value * 1_000_000).rounded())
    }
}
