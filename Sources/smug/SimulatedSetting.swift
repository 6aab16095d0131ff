internal import SmugGateway

/// A route as `smug simulate` tries it.
struct SimulatedSetting {
    let name: String
    let route: RouteDefinition

    /// The route as the manifest has it, and what it is to be compared with.
    static func all(
        _ arguments: Arguments, _ route: RouteDefinition
    ) throws(CommandError) -> [SimulatedSetting] {
        var settings = [SimulatedSetting(name: "manifest", route: route)]
        for text in arguments.all("--window") {
            guard let window = Int(text), (0...899_999).contains(window) else {
                throw .usage("--window is '\(text)'", "a whole number from 0 to 899999")
            }
            settings.append(
                SimulatedSetting(
                    name: "window \(window) ms", route: route.withFixedWindow(milliseconds: window))
            )
        }
        for text in arguments.all("--try") {
            let name = text.split(whereSeparator: \.isNewline).joined(separator: " ")
            settings.append(
                SimulatedSetting(name: name, route: try read(text, maxBatchSize: route)))
        }
        return settings
    }

    /// A route with these keys in its `x-smug`; the batch size is the other's unless it is given.
    private static func read(
        _ text: String, maxBatchSize other: RouteDefinition
    ) throws(CommandError) -> RouteDefinition {
        var keys = text.filter { !$0.isNewline }[...]
        while keys.first?.isWhitespace == true { keys.removeFirst() }
        let isBraced = keys.first == "{"
        if isBraced { keys.removeFirst() }
        let size =
            text.contains("maxBatchSize")
            ? "" : "maxBatchSize: \(other.batching.maxBatchSize), "
        let timeout =
            text.contains("timeoutMs") ? "" : "timeoutMs: \(other.limits.timeoutMilliseconds), "
        let closing = isBraced ? "" : "}"
        let manifest = """
            {ListenAddr: ":0", Spec: {paths: {/: {get: {x-target-lambda: f, x-smug: {
            \(size)\(timeout)\(keys)\(closing)}}}}}
            """
        do throws(ManifestError) {
            let manifest = try Manifest(parsing: Array(manifest.utf8), file: "--try")
            if let route = manifest.routes.first { return route }
        } catch {
            let problem = error.problems.first
            throw .usage(
                "--try '\(text)': \(problem?.path.description.split(separator: ".").last ?? "") "
                    + (problem?.message ?? ""), problem?.remedy ?? "")
        }
        throw .usage("--try '\(text)' is no route", "smug simulate --help")
    }
}
