import SmugLoop

/// One request on its way into a batch, as the machines see it.
protocol BatchItem: Sendable {
    /// Tells this request from all others of the process.
    var identity: UInt64 { get }
    /// What it takes of an invocation's payload.
    var byteCount: Int { get }
}

/// What leaves together: never empty.
struct Batch<Item: BatchItem>: Sendable {
    let key: BatchKey
    var items: [Item]
    /// When the first of its requests, and so its window, began.
    let began: MonotonicTime
    /// The round of its function's limit in which it was invoked.
    var round = 0
}

/// Gathers the requests of one key and decides when they leave: by number, by bytes, or when the
/// window that the first of them opened is over.
///
/// It holds no clock and no timer: a driver calls ``windowEnded(at:)`` when told to.
struct Gatherer<Item: BatchItem>: Sendable {
    /// What the driver must do after a request has been added.
    struct Step: Sendable {
        /// Batches that leave now, in order.
        var leaving: [Batch<Item>] = []
        /// When to call ``windowEnded(at:)``, where a window has been opened.
        var timer: MonotonicTime?
    }

    let key: BatchKey
    private(set) var items: [Item] = []
    private var bytes = 0
    private var began = MonotonicTime.distantFuture
    private var ends = MonotonicTime.distantFuture

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
        _ item: Item, at now: MonotonicTime, window: Duration, maxItems: Int, maxBytes: Int
    ) -> Step {
        var step = Step()
        // Joined items take a comma each.
        if !items.isEmpty, bytes + item.byteCount + items.count > maxBytes {
            step.leaving.append(take())
        }
        if items.isEmpty {
            began = now
            ends = now.advanced(by: window)
            step.timer = ends
        }
        items.append(item)
        bytes += item.byteCount
        // A window of 0 still takes in who has come by now: its end is the driver's next step.
        if items.count >= maxItems || (window > .zero && ends <= now) {
            step.leaving.append(take())
            step.timer = nil
        }
        return step
    }

    /// What leaves because its window is over: nothing, where the batch that opened it has left
    /// before.
    mutating func windowEnded(at now: MonotonicTime) -> Batch<Item>? {
        guard !items.isEmpty, ends <= now else { return nil }
        return take()
    }

    /// Takes out a request that waits for no answer any more; `false` when it has left.
    mutating func remove(_ identity: UInt64) -> Bool {
        guard let index = items.firstIndex(where: { $0.identity == identity }) else {
            return false
        }
        bytes -= items.remove(at: index).byteCount
        return true
    }

    private mutating func take() -> Batch<Item> {
        defer {
            items = []
            bytes = 0
        }
        return Batch(key: key, items: items, began: began)
    }
}
