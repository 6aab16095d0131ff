import SmugLoop

/// Gathers the requests of one key, which leave by number, by bytes, or when their ``Departure``
/// says so.
///
/// It holds no clock and no timer: a driver calls ``windowEnded(at:_:)`` when told to.
struct Gatherer<Item: BatchItem>: Sendable {
    /// What the driver must do after a request has been added.
    struct Step: Sendable {
        /// What had gathered and leaves without the request, for which it has no room.
        var ahead: Batch<Item>?
        /// What leaves with the request in it, behind the other.
        var joined: Batch<Item>?
        /// When to call ``windowEnded(at:_:)``, where a window has been opened or made shorter.
        var timer: MonotonicTime?
    }

    let key: BatchKey
    private(set) var items: [Item] = []
    private var bytes = 0
    private var began = MonotonicTime.distantFuture
    private var ends = MonotonicTime.distantFuture
    /// Whether what gathers was to leave at once when the latest request came.
    private var isDue = false

    /// When the window that is open ends.
    var windowEnd: MonotonicTime? { items.isEmpty ? nil : ends }

    init(key: BatchKey) {
        self.key = key
    }

    /// Adds a request.
    ///
    /// A request that no longer fits sends what has been gathered ahead of it, so that payloads
    /// are packed greedily, in the order of arrival, and none has to be split later.
    mutating func add(
        _ item: Item, at now: MonotonicTime, maxItems: Int, maxBytes: Int,
        itemTime: ItemTime = .known(0), _ departure: inout Departure
    ) -> Step {
        var step = Step()
        let grown = Gathering(count: items.count + 1, began: began, itemTime: itemTime)
        // Joined items take a comma each.
        if !items.isEmpty,
            bytes + item.byteCount + items.count > maxBytes || !departure.takes(grown, at: now)
        {
            step.ahead = take(isClosed: true, at: now, &departure)
        }
        // A timer may be late. What is to leave at once is the driver's next step: until then it
        // takes in who has come at the same time.
        let isOver = !items.isEmpty && !isDue && ends < now
        if items.isEmpty { began = now }
        items.append(item)
        bytes += item.byteCount
        var end = departure.requestJoined(
            Gathering(count: items.count, began: began, itemTime: itemTime),
            at: now)
        // Never before the request on whose account it moves.
        if items.count > 1 { end = max(end, min(ends, now)) }
        if items.count >= maxItems || isOver {
            step.joined = take(isClosed: items.count >= maxItems, at: now, &departure)
            return step
        }
        isDue = end <= now
        if items.count == 1 || end < ends { step.timer = end }
        ends = end
        return step
    }

    /// Closes the window that is open, which the driver's next step then ends.
    mutating func hurry(at now: MonotonicTime) {
        ends = min(ends, now)
        isDue = true
    }

    /// What leaves because its window is over: nothing, where the batch that opened it has left
    /// before.
    mutating func windowEnded(
        at now: MonotonicTime, _ departure: inout Departure
    ) -> Batch<Item>? {
        guard !items.isEmpty, ends <= now else { return nil }
        return take(isClosed: false, at: now, &departure)
    }

    /// Takes out a request that waits for no answer any more; `false` when it has left.
    mutating func remove(_ identity: UInt64, _ departure: inout Departure) -> Bool {
        guard let index = items.firstIndex(where: { $0.identity == identity }) else {
            return false
        }
        bytes -= items.remove(at: index).byteCount
        departure.requestRemoved()
        return true
    }

    private mutating func take(
        isClosed: Bool, at now: MonotonicTime, _ departure: inout Departure
    ) -> Batch<Item> {
        departure.batchLeft(isClosed: isClosed, at: now)
        return Batch(
            key: key, items: exchange(&items, with: []), bytes: exchange(&bytes, with: 0),
            began: began)
    }
}
