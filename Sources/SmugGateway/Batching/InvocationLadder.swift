/// Decides which batches are invoked, which wait, and which are turned away.
///
/// So many invocations run at a time, in all and for each route that has a limit of its own; the
/// batches behind them wait in the order in which they left, up to a limit.
struct InvocationLadder<Item: BatchItem>: Sendable {
    /// What becomes of a batch.
    enum Verdict {
        case invoke(Batch<Item>)
        case wait
        case refuse(Batch<Item>)
    }

    private let maxRunning: Int
    private let maxWaiting: Int
    private let maxRunningByRoute: [Int?]
    private(set) var runningByRoute: [Int]
    private(set) var running = 0
    private(set) var waiting: [Batch<Item>] = []

    /// - Parameter maxRunningByRoute: each route's own limit, where it has one.
    init(maxRunning: Int, maxWaiting: Int, maxRunningByRoute: [Int?]) {
        self.maxRunning = maxRunning
        self.maxWaiting = maxWaiting
        self.maxRunningByRoute = maxRunningByRoute
        runningByRoute = Array(repeating: 0, count: maxRunningByRoute.count)
    }

    mutating func admit(_ batch: Batch<Item>) -> Verdict {
        if mayRun(batch.key.route) {
            begin(batch)
            return .invoke(batch)
        }
        guard waiting.count < maxWaiting else { return .refuse(batch) }
        waiting.append(batch)
        return .wait
    }

    /// Counts an invocation as over and gives the batch that takes its place.
    mutating func invocationEnded(route: Int) -> Batch<Item>? {
        running -= 1
        runningByRoute[route] -= 1
        guard let index = waiting.firstIndex(where: { mayRun($0.key.route) }) else { return nil }
        let batch = waiting.remove(at: index)
        begin(batch)
        return batch
    }

    /// Takes a request out of the batches that wait; a batch that is empty then is gone.
    ///
    /// - Returns: the key of the batch that it was in.
    mutating func remove(_ identity: UInt64, key: BatchKey) -> Bool {
        for index in waiting.indices where waiting[index].key == key {
            guard let position = waiting[index].items.firstIndex(where: { $0.identity == identity })
            else { continue }
            waiting[index].items.remove(at: position)
            if waiting[index].items.isEmpty { waiting.remove(at: index) }
            return true
        }
        return false
    }

    private func mayRun(_ route: Int) -> Bool {
        guard running < maxRunning else { return false }
        guard let limit = maxRunningByRoute[route] else { return true }
        return runningByRoute[route] < limit
    }

    private mutating func begin(_ batch: Batch<Item>) {
        running += 1
        runningByRoute[batch.key.route] += 1
    }
}
