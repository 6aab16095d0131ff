/// The least that any schedule can cost that knows all arrivals beforehand.
///
/// A batch of such a schedule holds consecutive requests and leaves when its last one comes, so
/// `best(i) = min over j of best(i - j) + worth + the waits of the j requests for the last of them`.
///
/// Of two beginnings the later, once it is the better one for an end, is so for every later end,
/// since waits grow with the end (the costs are a Monge array, also where what is too large or waits
/// too long costs without limit). So each beginning is the best for a run of ends, and the runs'
/// borders are found by halving (Hirschberg and Larmore, The Least Weight Subsequence Problem, 1987).
package enum Optimum {
    /// The cost of `worth` for each invocation and of all waiting, in nanoseconds.
    ///
    /// Takes as many steps as there are arrivals, times the digits of the batch size.
    package static func cost(_ arrivals: [Arrival], worth: Int64, maxBatchSize: Int) -> Int64 {
        let keys = (arrivals.map(\.key).max() ?? 0) + 1
        guard keys > 1 else { return cost(arrivals.map(\.nanoseconds), worth, maxBatchSize) }
        var times = Array(repeating: [Int64](), count: keys)
        for arrival in arrivals { times[arrival.key].append(arrival.nanoseconds) }
        return times.reduce(0) { $0 + cost($1, worth, maxBatchSize) }
    }

    private static func cost(_ times: [Int64], _ worth: Int64, _ maxBatchSize: Int) -> Int64 {
        var course = Course(times, worth, maxBatchSize)
        return course.cost()
    }

    /// The search for the requests of one key.
    private struct Course {
        private let times: [Int64]
        private let worth: Int64
        private let maxItems: Int
        /// Of the times before each request.
        ///
        /// Sums run over; what is made of two of them, the waits within a batch, is right all the same.
        private var sums: [Int64] = [0]
        private var best: [Int64] = [0]
        /// Beginnings, each with the first end for which it is the best of them.
        private var runs: [(start: Int, from: Int)] = [(0, 1)]
        private var first = 0

        init(_ times: [Int64], _ worth: Int64, _ maxItems: Int) {
            self.times = times
            self.worth = worth
            self.maxItems = maxItems
            sums.reserveCapacity(times.count + 1)
            for time in times { sums.append(sums[sums.count - 1] &+ time) }
        }

        mutating func cost() -> Int64 {
            guard !times.isEmpty else { return 0 }
            for end in 1...times.count {
                if end > 1 { begin(end - 1) }
                while first + 1 < runs.count, runs[first + 1].from <= end { first += 1 }
                best.append(cost(runs[first].start, end))
            }
            return best[times.count]
        }

        /// Takes in a beginning behind all others.
        private mutating func begin(_ start: Int) {
            while let last = runs.last, last.from > start,
                isBetter(start, than: last.start, at: last.from)
            {
                runs.removeLast()
            }
            // The run of the end before this one has begun, and stays.
            guard let last = runs.last else { return }
            // Where the other is too large this one is better.
            var low = max(last.from, start + 1)
            var high = min(times.count + 1, last.start + maxItems + 1)
            while low < high {
                let middle = (low + high) / 2
                if isBetter(start, than: last.start, at: middle) {
                    high = middle
                } else {
                    low = middle + 1
                }
            }
            if low <= times.count { runs.append((start, low)) }
        }

        private func isBetter(_ start: Int, than earlier: Int, at end: Int) -> Bool {
            if !isPossible(earlier, end) { return true }
            return isPossible(start, end) && cost(start, end) <= cost(earlier, end)
        }

        /// Whoever waits longer than an invocation is worth is better off alone.
        private func isPossible(_ start: Int, _ end: Int) -> Bool {
            end - start <= maxItems && times[end - 1] - times[start] <= worth
        }

        private func cost(_ start: Int, _ end: Int) -> Int64 {
            let waits = Int64(end - start) &* times[end - 1] &- (sums[end] &- sums[start])
            return best[start] + worth + waits
        }
    }
}
