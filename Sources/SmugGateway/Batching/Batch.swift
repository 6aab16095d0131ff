import SmugLoop

/// One request on its way into a batch, as the machines see it.
protocol BatchItem: Sendable {
    /// Tells this request from all others of the process.
    var identity: UInt64 { get }
    /// What it takes of an invocation's payload.
    var byteCount: Int { get }
    /// Up to when its caller waits.
    var deadline: MonotonicTime { get }
}

/// What leaves together: never empty.
struct Batch<Item: BatchItem>: Sendable {
    let key: BatchKey
    private(set) var items: [Item]
    /// Of all items, without the commas between them.
    private(set) var bytes: Int
    /// When the first of its requests, and so its window, began.
    let began: MonotonicTime
    /// The round of its function's limit in which it was invoked.
    var round = 0
    /// How often it was invoked before, and failed.
    var retries = 0
    /// Whether it is a part of one that was too large: it takes nobody in.
    private(set) var isPart = false

    /// - Parameter bytes: of the items, where they have been counted.
    init(key: BatchKey, items: [Item], bytes: Int? = nil, began: MonotonicTime) {
        self.key = key
        self.items = items
        self.began = began
        self.bytes = bytes ?? items.reduce(0) { $0 + $1.byteCount }
    }

    /// Takes one more in, if that fits; what is tried again stays among itself.
    mutating func join(_ item: Item, maxItems: Int, maxBytes: Int) -> Bool {
        guard retries == 0, !isPart, items.count < maxItems,
            bytes + item.byteCount + items.count <= maxBytes
        else {
            return false
        }
        items.append(item)
        bytes += item.byteCount
        return true
    }

    /// Two of about the same size in bytes; one that holds a single item stays whole.
    func halves() -> [Batch] {
        guard items.count > 1 else { return [self] }
        var first = items[0].byteCount
        var end = 1
        while end < items.count - 1, first + items[end].byteCount <= bytes / 2 {
            first += items[end].byteCount
            end += 1
        }
        return [items[..<end], items[end...]].map { part in
            var half = Batch(key: key, items: Array(part), began: began)
            half.retries = retries
            half.isPart = true
            return half
        }
    }

    /// Takes out the items of which this holds, asking once for each.
    mutating func removeAll(where isOut: (Item) -> Bool) {
        // The array's own copies all of them even where all of them stay.
        guard let first = items.firstIndex(where: isOut) else { return }
        let rest = items[(first + 1)...].filter { !isOut($0) }
        items.replaceSubrange(first..., with: rest)
        bytes = items.reduce(0) { $0 + $1.byteCount }
    }

    /// Takes out those whose callers do not wait until this time.
    mutating func takeLate(for time: MonotonicTime) -> [Item] {
        var late: [Item] = []
        removeAll { item in
            guard item.deadline < time else { return false }
            late.append(item)
            return true
        }
        return late
    }

    /// Takes out a request; `false` when it is not here.
    mutating func remove(_ identity: UInt64) -> Bool {
        guard let index = items.firstIndex(where: { $0.identity == identity }) else {
            return false
        }
        bytes -= items.remove(at: index).byteCount
        return true
    }
}
