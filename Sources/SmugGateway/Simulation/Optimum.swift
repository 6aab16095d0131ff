/// The least that any schedule can cost that knows all arrivals beforehand.
///
/// A batch of such a schedule holds consecutive requests and leaves when its last one comes, so
/// `best(i) = min over j of best(i - j) + worth + the waits of the j requests for the last of them`.
///
/// The later a batch ends, the later the best one begins: to put two ends' beginnings the other way
/// round never saves anything, since waits grow with the end (the costs are a Monge array). So each
/// end looks no further back than to where the best batch of the end before began.
package enum Optimum {
    /// The cost of `worth` for each invocation and of all waiting, in nanoseconds.
    ///
    /// Takes as many steps as there are arrivals times the requests in a batch of the optimum.
    package static func cost(_ arrivals: [Arrival], worth: Int64, maxBatchSize: Int) -> Int64 {
        let keys = (arrivals.map(\.key).max() ?? 0) + 1
        guard keys > 1 else { return cost(arrivals.map(\.nanoseconds), worth, maxBatchSize) }
        var times = Array(repeating: [Int64](), count: keys)
        for arrival in arrivals { times[arrival.key].append(arrival.nanoseconds) }
        return times.reduce(0) { $0 + cost($1, worth, maxBatchSize) }
    }

    private static func cost(_ times: [Int64], _ worth: Int64, _ maxBatchSize: Int) -> Int64 {
        var best = Array(repeating: Int64(0), count: times.count + 1)
        var first = 0
        for end in 1...max(1, times.count) where end <= times.count {
            let last = times[end - 1]
            var least = Int64.max
            var waits: Int64 = 0
            var chosen = end - 1
            for start in stride(from: end - 1, through: max(first, end - maxBatchSize), by: -1) {
                let wait = last - times[start]
                // Whoever waits longer than an invocation is worth is better off alone.
                if wait > worth { break }
                waits += wait
                let cost = best[start] + worth + waits
                if cost < least { (least, chosen) = (cost, start) }
            }
            best[end] = least
            first = chosen
        }
        return best[times.count]
    }
}
