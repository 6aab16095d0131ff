/// Runs a handler for each item of a batch, and collects which failed.
///
/// Items of one lane run one after the other, and behind a failure none of the lane runs: it would
/// overtake. Lanes run side by side.
struct PartialBatch<Item: Sendable>: Sendable {
    /// How many items run at a time.
    let concurrency: Int
    /// What fails with an item, for the log.
    let onFailure: @Sendable (Item, any Error) -> Void
    let body: @Sendable (Item) async throws -> Void

    /// Runs all lanes; returns for each whether its items were done, up to the first that was not.
    ///
    /// - Returns: how many items of each lane were done.
    func run(_ lanes: [[Item]]) async -> [Int] {
        await withTaskGroup(of: (lane: Int, done: Int).self) { group in
            var done = [Int](repeating: 0, count: lanes.count)
            var waiting = lanes.indices.makeIterator()
            func start() {
                guard let lane = waiting.next() else { return }
                let items = lanes[lane]
                group.addTask { (lane, await run(lane: items)) }
            }
            for _ in 0..<max(1, concurrency) { start() }
            for await finished in group {
                done[finished.lane] = finished.done
                start()
            }
            return done
        }
    }

    /// Runs items in order until one fails, or the task is cancelled; returns how many were done.
    private func run(lane items: [Item]) async -> Int {
        for (index, item) in items.enumerated() {
            guard !Task.isCancelled else { return index }
            do {
                try await body(item)
            } catch {
                onFailure(item, error)
                return index
            }
        }
        return items.count
    }
}

extension [String?] {
    /// The places of equal names, in the order of their first; each place without a name alone.
    var lanes: [[Int]] {
        var lanes: [[Int]] = []
        var laneOfName: [String: Int] = [:]
        for (index, name) in enumerated() {
            if let name, let lane = laneOfName[name] {
                lanes[lane].append(index)
            } else {
                if let name { laneOfName[name] = lanes.count }
                lanes.append([index])
            }
        }
        return lanes
    }
}
