import SmugAWS

/// Which routes share a function, and with it what Lambda lets run of it at a time.
///
/// Versions and aliases of a function share its concurrency.
struct FunctionNumbers {
    private struct Function: Hashable {
        let account: String?
        let region: String?
        let name: String

        var description: String {
            [region, account, name].compactMap(\.self).joined(separator: ":")
        }
    }

    /// The number of each route's function, from 0 on.
    let numbers: [Int]
    /// What tells each function from the others, by its number: its name, and before it region and
    /// account where the manifest has them.
    let names: [String]

    init(_ routes: [Route]) {
        var known: [Function: Int] = [:]
        var names: [String] = []
        numbers = routes.map { route in
            let function = Function(
                account: route.function.account, region: route.function.region,
                name: route.function.name)
            if let number = known[function] { return number }
            known[function] = names.count
            names.append(function.description)
            return names.count - 1
        }
        self.names = names
    }
}
