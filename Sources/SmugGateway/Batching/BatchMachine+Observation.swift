extension BatchMachine {
    /// Requests that wait, by route.
    var waitingByRoute: [Int] {
        var counts = Array(repeating: 0, count: runningByRoute.count)
        for (key, state) in keys { counts[key.route] += state.waiting }
        return counts
    }
}
