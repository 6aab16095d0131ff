internal import SmugGateway

/// A route as `smug simulate` tries it.
struct SimulatedSetting {
    let name: String
    let route: RouteDefinition

    /// The route as the manifest has it, and what it is to be compared with.
    static func all(
        _ arguments: Arguments, _ route: RouteDefinition, of manifest: Manifest
    ) throws(CommandError) -> [SimulatedSetting] {
        var settings = [SimulatedSetting(name: "manifest", route: route)]
        for text in arguments.all("--window") {
            guard let window = Int(text), (0...899_999).contains(window) else {
                throw .usage("--window is '\(text)'", "a whole number from 0 to 899999")
            }
            let timeout = route.limits.timeoutMilliseconds
            guard window < timeout else {
                throw .usage(
                    "--window is '\(text)', not less than the route's timeout, which is \(timeout)",
                    "a lower one, or a higher `timeoutMs` in the manifest")
            }
            settings.append(
                SimulatedSetting(
                    name: "window \(window) ms", route: route.withFixedWindow(milliseconds: window))
            )
        }
        for text in arguments.all("--try") {
            let name = text.split(whereSeparator: \.isNewline).joined(separator: " ")
            settings.append(
                SimulatedSetting(name: name, route: try read(text, route, of: manifest)))
        }
        return settings
    }

    private static func read(
        _ text: String, _ route: RouteDefinition, of manifest: Manifest
    ) throws(CommandError) -> RouteDefinition {
        do throws(ManifestError) {
            return try manifest.route(route, trying: text)
        } catch {
            let problem = error.problems.first
            throw .usage(
                "--try '\(text)': \(problem?.path.description.split(separator: ".").last ?? "") "
                    + (problem?.message ?? ""), problem?.remedy ?? "")
        }
    }
}
