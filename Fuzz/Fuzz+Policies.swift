import SmugGateway

extension Fuzz {
    private static let worth: Int64 = 1_000_000

    /// Routes of each size, with the forecast or preferred sizes or both, whose batches leave early.
    private static let routes: [(maxBatchSize: Int, manifest: Manifest)] = {
        var routes: [(maxBatchSize: Int, manifest: Manifest)] = []
        for size in [1, 2, 3, 4, 5, 8, 16, 100] {
            for preferred in [[], [2], [2, 3, 4, 5, 6, 7, 8], [5]] {
                for predicts in [true, false] {
                    let sizes = preferred.filter { $0 <= size }
                    let manifest = """
                        {ListenAddr: ":0", Spec: {paths: {/: {get: {x-target-lambda: f, x-smug: {
                        maxBatchSize: \(size), preferredBatchSizes: \(sizes),
                        balance: {invocationWorthMs: 1, predict: \(predicts)}}}}}}}
                        """
                    if let read = try? Manifest(parsing: Array(manifest.utf8), file: "fuzz") {
                        routes.append((size, read))
                    }
                }
            }
        }
        return routes
    }()

    /// No traffic makes `balance` cost more than twice what a schedule costs that knows it all.
    static func policies(_ input: [UInt8]) {
        guard let first = input.first else { return }
        let (size, manifest) = routes[Int(first) % routes.count]
        var time: Int64 = 0
        let arrivals = input.dropFirst().map { byte in
            // From nothing to four times what an invocation is worth.
            time += byte == 0 ? 0 : (16 + Int64(byte & 15)) << Int64(2 + byte >> 4)
            return Arrival(nanoseconds: time)
        }
        guard !arrivals.isEmpty, let route = manifest.routes.first else { return }
        let cost = Replay(route, limits: manifest.limits).run(arrivals).cost(worth: worth)
        let least = Optimum.cost(arrivals, worth: worth, maxBatchSize: size)
        // Each wait is a whole number of nanoseconds.
        precondition(cost <= 2 * least + Int64(arrivals.count), "more than twice the least")
    }
}
